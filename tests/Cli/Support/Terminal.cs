using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>What the program leaves on a terminal, with its colours: a real pseudo-terminal, from `script`.</summary>
internal static partial class Terminal
{
    private const string Script = "/usr/bin/script";
    private const string Cleared = "\e[2K";
    private const int Columns = 110;

    /// <summary>The lines that have scrolled by, as they stood in the end, each in pieces of one colour. The test is skipped where there is no such terminal.</summary>
    public static async Task<List<List<TerminalText>>> RunAsync(string arguments)
    {
        Assert.SkipUnless(File.Exists(Script), $"no terminal to show it on: {Script} is not here");
        string dll = Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll");
        ProcessStartInfo start = new(Script, ["-qec", $"stty cols {Columns}; exec dotnet '{dll}' {arguments}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        using Process program = Process.Start(start)!;
        string output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
        return [.. output.Replace("\r\n", "\n").Split('\n').Select(Shown)];
    }

    // What stands in a line is what was written after it was cleared for the last time.
    private static List<TerminalText> Shown(string line)
    {
        List<TerminalText> texts = [];
        string colour = "0";
        foreach (Match piece in Pieces().Matches(line.Split(Cleared)[^1]))
        {
            if (piece.Groups["colour"].Success)
            {
                colour = piece.Groups["colour"].Value;
            }
            else if (piece.Groups["text"].Success)
            {
                texts.Add(new TerminalText(colour, piece.Groups["text"].Value));
            }
        }

        return texts;
    }

    [GeneratedRegex(@"\e?\[(?<colour>[\d;]+)m|\e?\[\??[\d;]*[A-Za-z]|\e[=>]|(?<text>[^\e\r\[]+)|.")]
    private static partial Regex Pieces();
}

/// <summary>A text of one colour.</summary>
/// <param name="Colour">As the terminal was told it: "36", "38;5;244", "0" for its own.</param>
/// <param name="Text">The text.</param>
internal sealed record TerminalText(string Colour, string Text);
