using System.Runtime.CompilerServices;
using System.Text;

namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>docs/settings.md is made of the table. Where it is stale: run this test with UPDATE_DOCS=1.</summary>
public sealed class SettingsPageTests
{
    [Fact]
    public void ThePageSaysWhatTheTableSays()
    {
        string path = Path.Combine(Root(), "docs", "settings.md");
        string page = Page();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.Exists(path) ? File.ReadAllText(path) : "");
    }

    private static string Page()
    {
        StringBuilder page = new(Head);
        SettingParser reader = new(SettingsTable.HighestPin);
        foreach (Setting setting in SettingsTable.All)
        {
            string otherwise = setting.Default.Length == 0 ? "none" : $"`{setting.Default}`";
            string unit = setting.Unit.Length == 0 ? "" : $", in {setting.Unit}";
            string secret = setting.IsSecret ? " Never shown." : "";
            page.Append($"| `{setting.Name}` | {setting.Help}.{secret} | {reader.Rule(setting)}{unit} | {otherwise} |\n");
        }

        return page.Append(Tail).ToString();
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    private const string Head = """
        # Settings

        <!-- Made of firmware/core/settings/SettingsTable.cs; a test fails where it is stale. -->

        What a device does not find set has its default. Pins differ from chip to chip: those here are a plain ESP32's, and
        [hardware](../hardware) has the others.

        | name | what for | value | default |
        |---|---|---|---|

        """;

    private const string Tail = """

        ## Three ways to set them

        - **USB cable:** `nanoevents configure --set name=value …`, or `--file FILE` with a line for each setting. It replaces all of them: what is not given
          gets its default. `--dry-run` shows what would be written.
        - **Console:** `nanoevents configure --port PORT --set name=value …`, over a lead at `console.tx` and `console.rx`. It changes what is given and leaves the rest.
        - **Console by hand:** any terminal at 115200 baud, with local echo, because the console echoes nothing. `help` says the rest.

        ## How they apply

        Nothing applies before it is saved, and what is saved applies after a restart. Saving is all or nothing: two files are written in turn, each with its length and a
        check, so that a power cut at any byte leaves the old settings or the new ones.

        New Wi-Fi or broker settings are on trial. Where the device does not reach its broker within three minutes after the restart, it goes back to the last settings
        with which it did, restarts, and its status topic says `settings=rolledback` until the next save. Events that waited in memory are lost by that restart, and
        told as lost. Settings that came over the USB cable are not on trial: whoever has the cable can mend what is wrong.

        A settings file of another firmware loads what this one knows. The rest is named by `show`, kept, and written back.

        ## Secrets

        Passwords are never shown. The Wi-Fi's is kept by nanoCLR; a new one that was set on the console is in the settings file until it has connected once. The broker's stays in
        the settings file. Certificates and the device's key are in nanoCLR's own store, out of which nothing brings them back; they stay, like the Wi-Fi, until others
        take their place or `nanoevents flash --erase` empties it. Nothing of it is encrypted: whoever holds the board can read its flash memory.

        """;
}
