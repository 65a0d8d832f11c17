using System.Globalization;
using System.Text.RegularExpressions;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>
/// What nanoff reports about the connected chip, and the build of nanoCLR that fits it: the choice that nanoff itself makes without `--target`.
/// </summary>
/// <param name="Chip">The chip.</param>
/// <param name="Target">nanoCLR's build for it.</param>
/// <param name="Words">What nanoff calls it.</param>
/// <param name="FlashKilobytes">The size of its flash memory; null if nanoff has not said it.</param>
/// <param name="Name">The name that the firmware makes of its MAC address; null if nanoff has not said one.</param>
internal sealed partial record ChipReport(Chip Chip, string Target, string Words, int? FlashKilobytes = null, string? Name = null)
{
    /// <summary>Reads what `nanoff --devicedetails` prints; null if it names no known chip.</summary>
    public static ChipReport? Parse(string output)
    {
        Match found = Connected().Match(output);
        return found.Success && Chip.Find(found.Groups["chip"].Value) is { } chip
            ? new ChipReport(chip, TargetOf(chip, output), found.Groups["words"].Value.Trim(), FlashOf(output), NameOf(output))
            : null;
    }

    /// <summary>The same board as a chip and a build that somebody has named.</summary>
    /// <exception cref="CommandException">It is another chip.</exception>
    public ChipReport As(Chip chip, string? target, string port) => Chip == chip
        ? this with { Target = target ?? Target }
        : throw new CommandException($"the board at {port} is {Words}, not {chip.Title}: nothing was written. Leave --chip out, or name another port with --port");

    /// <summary>Refuses a board on which nanoCLR leaves no room for the firmware.</summary>
    /// <exception cref="CommandException">It is one.</exception>
    public void RequireRoom(string port)
    {
        if (FlashKilobytes < Chip.LeastFlashKilobytes)
        {
            throw new CommandException($"the board at {port} has {FlashKilobytes / 1024.0:0.#} MB of flash memory, and nanoCLR with this firmware needs {Chip.LeastFlashKilobytes / 1024} MB: nothing was written. Take a board with more");
        }
    }

    // nanoff says 0kB where it does not know.
    private static int? FlashOf(string details) =>
        FlashSize().Match(details) is { Success: true } found && int.Parse(found.Groups["size"].Value, CultureInfo.InvariantCulture) is > 0 and var size
            ? found.Groups["unit"].Value == "MB" ? size * 1024 : size : null;

    private static string? NameOf(string details) =>
        Mac().Match(details) is { Success: true } found ? Firmware.DeviceName.Of(Convert.FromHexString(found.Groups["mac"].Value.Replace(":", "", StringComparison.Ordinal))) : null;

    private static string TargetOf(Chip chip, string details) => chip.Name switch
    {
        "esp32" when details.Contains("PICO", StringComparison.Ordinal) => "ESP32_PICO",
        "esp32" when !details.Contains("revision v3", StringComparison.Ordinal) => "ESP32_REV0",
        "esp32s3" when details.Contains("Embedded PSRAM 2MB", StringComparison.Ordinal) => "ESP32_S3_QUAD",
        "esp32c3" when details.Contains("revision v0.2", StringComparison.Ordinal) => "ESP32_C3_BETA",
        "esp32p4" when OldP4().IsMatch(details) => "ESP32_P4_REV_LESS3",
        _ => chip.Target,
    };

    [GeneratedRegex(@"Connected to:\s+(?<words>(?<chip>ESP32(-\w+)?)\b[^\r\n]*)")]
    private static partial Regex Connected();

    [GeneratedRegex(@"Flash size (?<size>\d{1,6})(?<unit>MB|kB)")]
    private static partial Regex FlashSize();

    [GeneratedRegex(@"MAC:? (?<mac>[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5})\b")]
    private static partial Regex Mac();

    [GeneratedRegex(@"revision v[0-2]\.")]
    private static partial Regex OldP4();
}
