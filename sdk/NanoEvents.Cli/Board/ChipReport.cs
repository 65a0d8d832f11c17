using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Board;

/// <summary>
/// What nanoff reports about the connected chip, and the build of nanoCLR that fits it: the choice that nanoff itself makes without `--target`.
/// </summary>
internal sealed partial record ChipReport(Chip Chip, string Target, string Words)
{
    /// <summary>Reads what `nanoff --devicedetails` prints; null if it names no known chip.</summary>
    public static ChipReport? Parse(string output)
    {
        Match found = Connected().Match(output);
        return found.Success && Chip.Find(found.Groups["chip"].Value) is { } chip
            ? new ChipReport(chip, TargetOf(chip, output), found.Groups["words"].Value.Trim())
            : null;
    }

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

    [GeneratedRegex(@"revision v[0-2]\.")]
    private static partial Regex OldP4();
}
