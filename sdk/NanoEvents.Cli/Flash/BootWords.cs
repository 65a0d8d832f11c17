using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Flash;

/// <summary>What a chip's boot loader prints when it starts, at 115200 baud.</summary>
internal static partial class BootWords
{
    private const int ManyStarts = 3;

    /// <summary>Why the program does not start, and what to do; null if nothing says so.</summary>
    public static string? Trouble(string heard)
    {
        MatchCollection starts = Start().Matches(heard);
        return heard.Contains("waiting for download", StringComparison.OrdinalIgnoreCase)
                ? "it waits in its boot loader: press EN (or RST) without holding BOOT, and take away what pulls BOOT's pin down"
            : heard.Contains("brownout", StringComparison.OrdinalIgnoreCase) || heard.Contains("BROWN_OUT", StringComparison.Ordinal)
                ? "its supply breaks down: take another cable or USB port, and take the sensors off"
            : heard.Contains("invalid header", StringComparison.OrdinalIgnoreCase) || heard.Contains("No bootable app", StringComparison.Ordinal)
                ? "it finds no program in its flash memory: run this again with --erase"
            : starts.Count >= ManyStarts
                ? $"it restarts again and again ({starts[^1].Groups["why"].Value}): run this again with --erase, and take off what is wired to it"
            : null;
    }

    /// <summary>Whether the chip has said that it starts.</summary>
    public static bool HasStarted(string heard) => Start().IsMatch(heard);

    [GeneratedRegex(@"rst:0x[0-9a-fA-F]+ \((?<why>\w+)\)")]
    private static partial Regex Start();
}
