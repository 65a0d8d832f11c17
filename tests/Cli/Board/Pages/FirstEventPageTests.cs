using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Pages;

/// <summary>docs/first-event.md: its very commands, and what they print.</summary>
public sealed class FirstEventPageTests
{
    private const string File = "docs/first-event.md";
    private const string UsualPort = ":1883";

    [Fact]
    public async Task TheThreeTerminalsOfTheRehearsalShowWhatThePageShows()
    {
        string port = $":{Ports.Free()}";
        Session broker = Find("broker");
        Session watch = Find("watch");
        Session simulate = Find("simulate");

        using Nanoevents first = Nanoevents.Start([.. broker.Arguments, "--port", port[1..]]);
        await first.LineAsync(line => line.StartsWith("While this program runs", StringComparison.Ordinal));
        using Nanoevents second = Nanoevents.Start(Replaced(watch.Arguments, port));
        await second.LineAsync(line => line.Contains("onnected", StringComparison.Ordinal));
        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunAsync([.. Replaced(simulate.Arguments, port)]);
        await second.LineAsync(line => line.EndsWith(watch.Output[^1][25..], StringComparison.Ordinal));

        Assert.Equal(0, exitCode);
        Assert.Equal(broker.Output.Order(), Shown(first.Lines, first.Notices, port));
        Assert.Equal(watch.Output.Order(), Shown(second.Lines, second.Notices, port));
        Assert.Equal(simulate.Output.Order(), Shown(lines, errors, port));
    }

    [Fact]
    public async Task TheDryRunsPrintWhatThePageShows()
    {
        Session[] dryRuns = [.. Page.Read(File).Sessions().Where(session => session.Arguments.Contains("--dry-run"))];

        // Outside of a clone: in one, the output depends on whether the image is built.
        DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("nanoevents");
        Assert.Equal(["configure", "flash"], dryRuns.Select(session => session.Arguments[0]).Distinct().Order());
        foreach (Session session in dryRuns)
        {
            (int exitCode, string[] lines, _) = await Nanoevents.RunInAsync(elsewhere.FullName, session.Arguments);
            Assert.Equal(0, exitCode);
            Assert.Equal(session.Output, lines);
        }

        elsewhere.Delete();
    }

    private static Session Find(string verb) => Page.Read(File).Sessions().First(session => session.Arguments[0] == verb);

    private static IEnumerable<string> Replaced(string[] arguments, string port) => arguments.Select(a => a.Replace(UsualPort, port, StringComparison.Ordinal));

    private static IEnumerable<string> Shown(string[] lines, string[] errors, string port) =>
        lines.Concat(errors).Select(line => line.TrimEnd().Replace(port, UsualPort, StringComparison.Ordinal)).Where(line => line.Length > 0).Order();
}
