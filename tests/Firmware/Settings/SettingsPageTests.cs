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

        A setting that you do not set has its default. Default pins differ from chip to chip: the table shows those of a plain ESP32, and
        [hardware](../hardware) has the others.

        | name | purpose | value | default |
        |---|---|---|---|

        """;

    private const string Tail = """

        ## Three ways to set them

        - **USB cable:** `nanoevents configure --set name=value …`, or `--file FILE` with a line for each setting. This replaces all settings: those that you do not give get
          their defaults. `--dry-run` shows what would be written.
        - **Console:** `nanoevents configure --port PORT --set name=value …`, over a cable at `console.tx` and `console.rx`. This changes the settings that you give, and keeps the others.
        - **Console by hand:** use any terminal at 115200 baud. Switch on its local echo, because the console echoes nothing. Type `help` for the commands.

        ## When settings take effect

        Settings take effect after you have saved them and restarted the device. Saving is all or nothing: the device writes two files in turn, each with its length and a
        check. So a power cut at any byte leaves either the old settings or the new ones.

        New Wi-Fi or broker settings are on trial. If the device does not reach its broker within three minutes after the restart, it goes back to the last settings
        with which it reached the broker, and restarts. Its status topic then says `settings=rolledback` until the next save. That restart loses the events in memory, and
        your reader is told. Settings that you send over the USB cable are not on trial, because you have the cable to correct a mistake.

        The device loads the settings that it knows from a file of another firmware. `show` names the others, and the device keeps them in the file.

        ## Secrets

        The device never shows passwords. nanoCLR keeps the Wi-Fi password; a new one that you set on the console is in the settings file until it has connected once. The
        broker's password stays in the settings file. Certificates and the device's key are in nanoCLR's own store, and no command reads them back. They stay, like the Wi-Fi,
        until you replace them or `nanoevents flash --erase` empties the store. None of this is encrypted: anyone who has the board can read its flash memory.

        """;
}
