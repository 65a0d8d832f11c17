using System.Diagnostics;
using System.Text;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>What the program writes to a terminal: a real pseudo-terminal, from `script`.</summary>
internal static class Terminal
{
    private const string Script = "/usr/bin/script";

    // Generous: it only keeps a hang from lasting for ever.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs the program to its end, with exit code 0. The test is skipped where there is no such terminal.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="columns">The terminal's width.</param>
    /// <param name="rows">Its height.</param>
    /// <param name="until">When the program has written this, <paramref name="then"/> is typed.</param>
    /// <param name="then">What is typed.</param>
    /// <param name="term">The terminal's type.</param>
    /// <param name="noColour">Whether NO_COLOR is set.</param>
    /// <param name="patience">How long it may take; after that it is killed, and the test has failed.</param>
    public static async Task<string> RunAsync(
        string arguments, int columns, int rows, string? until = null, string then = "", string term = "xterm-256color", bool noColour = false, TimeSpan? patience = null)
    {
        Assert.SkipUnless(File.Exists(Script), $"no terminal to show it on: {Script} is not here");
        string dll = Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll");
        ProcessStartInfo start = new(Script, ["-qec", $"stty cols {columns} rows {rows}; exec dotnet '{dll}' {arguments}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = term;
        start.Environment["NO_COLOR"] = noColour ? "1" : "";
        using Process program = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? _patience);

        // A read of a pipe cannot be cancelled. It ends when the program does.
        using CancellationTokenRegistration guard = limit.Token.Register(() => Kill(program));
        StringBuilder output = new();
        char[] buffer = new char[4096];
        for (int read; (read = await program.StandardOutput.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            output.Append(buffer, 0, read);
            if (until != null && output.ToString().Contains(until, StringComparison.Ordinal))
            {
                until = null;
                await program.StandardInput.WriteAsync(then);
                await program.StandardInput.FlushAsync(CancellationToken.None);
            }
        }

        await program.WaitForExitAsync(CancellationToken.None);
        Assert.False(limit.IsCancellationRequested, $"it has not ended and was killed; it had written {output.Length} characters, and not {until ?? "its end"}");
        Assert.Equal(0, program.ExitCode);
        return output.ToString().Replace("\r\n", "\n");
    }

    private static void Kill(Process program)
    {
        try
        {
            program.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
        }
    }
}
