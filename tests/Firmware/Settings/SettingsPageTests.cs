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
            string otherwise = setting == SettingsTable.DeviceId ? "`nano-` and the last three bytes of the MAC address" : setting.Default.Length == 0 ? "none" : $"`{setting.Default}`";
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

        - **USB cable:** `nanoevents configure --set name=value …`, or `--file FILE` with a line for each setting. `--broker` takes the address that
          `nanoevents broker` prints. The settings that you do not give stay; with `--reset` they get their defaults. `--dry-run` shows what would be changed.
        - **Console:** the same command, over an adapter at `console.tx` and `console.rx`. The command asks what is at the port, which `--port` names: if the console answers, the
          settings go through it. `--show` shows them all. Only the USB cable takes certificates. Wi-Fi and certificates outlive `--reset` both ways.
        - **Console by hand:** use any terminal at 115200 baud. Switch on its local echo, because the console echoes nothing. Type `help` for the commands.

        A browser can set the Wi-Fi alone: [Wi-Fi from a browser](improv.md).

        ## When settings take effect

        Settings take effect after you have saved them and restarted the device. Saving is all or nothing: the device writes two files in turn, each with its length, a
        check, and its number at both ends. So a power cut at any byte leaves either the old settings or the new ones. If both files are spoilt, the last settings with which
        the device reached its broker apply, and `stats` says so.

        Settings that may cut the device off are on trial: those of Wi-Fi, broker and console, pins and addresses, `ring.capacity` and `store.size`. If the device does not
        reach its broker within three minutes after the restart, it goes back to the last settings with which it reached the broker, and restarts. Its status topic then says `settings=rolledback` until the next save. That restart loses the events in memory, and
        your reader is told. Settings that you send over the USB cable are not on trial, because you have the cable to correct a mistake.

        The device loads the settings that it knows from a file of another firmware. `show` names the others, and the device keeps them in the file.

        ## Traffic and how soon you know

        `state.period` and `broker.keepAlive` belong together. The device pings the broker only after it has sent nothing for `broker.keepAlive`. By default its state goes out before that, so there are
        no pings. [Benchmarks](benchmarks.md#a-day) has the bytes of a day.

        | what you want to know | how soon, with the defaults |
        |---|---|
        | an event that a broker acknowledged and lost, if no later event shows the gap | `state.period` and the reader's patience: 305 s |
        | a device without power or network is offline, told by the broker's last will | one and a half times `broker.keepAlive`: 495 s |
        | the present, for a reader that comes late | at once, from the retained state. It is at most `state.period` old: 300 s |
        | the level with which a motion sensor has settled, and that the device knows the time now | at once, with a state of its own |

        With `state.period` 60 and `broker.keepAlive` 30, the defaults of older firmware, you know five to eleven times as soon.

        ## The files

        A program on a PC changes settings over the USB cable with a file `I:\nanoevents.change`. The device merges it when it starts, completely or not at all, and then
        deletes it. Settings that are not in it stay. The device keeps its own settings in `nanoevents.1`, `nanoevents.2` and `nanoevents.proven`, in the same form. Numbers
        start with the low byte.

        | at | bytes | a change | settings |
        |---|---|---|---|
        | 0 | 2 | `N` `C` | `N` `S` |
        | 2 | 1 | version, 2 | the same |
        | 3 | 1 | flags: 1 begins with the defaults, and forgets the settings that connected last | flags: 1 newer settings did not connect |
        | 4 | 4 | its number: random, not 0. The device merges a number once | how often settings have been written |
        | 8 | 4 | 0 | the number of the change that was merged last |
        | 12 | 2 | the length of the lines | the same |
        | 14 | | a line of UTF-8 for each setting, with a line feed: `name=value`, or `name` alone for its default | `name=value` |
        | | | the last line: `end=` and the number at 4, signed, in decimal | the same |
        | | 2 | CRC-16/CCITT-FALSE over all bytes before it | the same |

        A file has at most 4,096 bytes. One invalid value refuses the whole change. A setting that the firmware does not know is kept. `stats` says what has become of a change.
        Wi-Fi may be in it: the device moves it to nanoCLR's own store once it has connected. `SettingsChange.Encode` makes the file.

        ## Secrets

        The device never shows passwords. nanoCLR keeps the Wi-Fi password; a new one that you set on the console is in the settings file until it has connected once. The
        broker's password stays in the settings file. Certificates and the device's key are in nanoCLR's own store, and no command reads them back. They stay, like the Wi-Fi,
        until you replace them or `nanoevents flash --erase` empties the store. None of this is encrypted: anyone who has the board can read its flash memory.

        """;
}
