using System.Diagnostics;
using System.Globalization;

namespace NanoEvents.History.Tests;

public sealed class KillTests
{
    private const int Kills = 20;
    private const int Seed = 16;
    private const int Count = 40_000;
    private const int ARound = 700;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWriterIsKilledTwentyTimesAndEachEventIsThereOnce()
    {
        using TemporaryFile file = new();
        int acknowledged = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            acknowledged = await WriteAsync(file.Path, until: acknowledged + ARound, acknowledged);
        }

        Assert.Equal(Count, await WriteAsync(file.Path, int.MaxValue, acknowledged));
        using EventHistory history = new(file.Path);
        List<string> read = [];
        await foreach (NanoEvent e in history.ReadEventsAsync(cancellationToken: _stop))
        {
            read.Add(Text(e));
        }

        Assert.Equal(Made.Story(Seed).Take(Count).Select(Text).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Recomputed.Check(file.Path);
    }

    // What was acknowledged before the kill must be in the file: the next process begins there.
    private async Task<int> WriteAsync(string path, int until, int before)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };

        // However late the kill comes, the writer has not come to its end.
        string[] most = until < Count ? [$"{until + ARound}"] : [];
        foreach (string word in (string[])[typeof(KillTests).Assembly.Location, "write", path, $"{Seed}", $"{Count}", .. most])
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        int reached = before;
        while (reached < until && await process.StandardOutput.ReadLineAsync(_stop) is { } line)
        {
            int said = int.Parse(line, CultureInfo.InvariantCulture);
            Assert.True(said > reached, $"{said} after {reached}");
            reached = said;
        }

        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(_stop);
        return reached;
    }

    private static string Text(NanoEvent e) => e.ToString();
}
