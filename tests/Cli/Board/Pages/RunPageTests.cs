using System.Diagnostics;
using System.Text.RegularExpressions;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Pages;

/// <summary>The services on the page about running for years are ones that systemd takes, with options that the commands have.</summary>
public sealed partial class RunPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("units-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task TheCommandsOfTheUnitsHaveTheseOptions()
    {
        string[] lines = [.. Units().Select(unit => ExecStart().Match(unit).Groups[1].Value)];

        Assert.Equal(["dashboard", "bridge"], lines.Select(line => line.Split(' ')[0]));
        foreach (string line in lines)
        {
            string help = (await Nanoevents.RunAsync([line.Split(' ')[0], "--help"])).AssertDone().Output;
            Assert.All(Option().Matches(line), option => Assert.Contains($"  {option.Value} <", help));
        }
    }

    [Fact]
    public async Task SystemdTakesTheUnits()
    {
        Assert.SkipWhen(Find("systemd-analyze") is null, "systemd is not installed");
        string[] files = [.. Units().Select((unit, i) => Path.Combine(_folder, $"nanoevents-{i}.service"))];
        foreach ((string file, string unit) in files.Zip(Units()))
        {
            // It looks for the program.
            await File.WriteAllTextAsync(file, unit.Replace("/opt/nanoevents/nanoevents", "/bin/echo", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        using Process verify = Process.Start(new ProcessStartInfo(Find("systemd-analyze")!, ["verify", "--man=no", .. files]) { RedirectStandardError = true })!;
        string errors = await verify.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken);

        // It also says what it finds in units of the machine.
        Assert.DoesNotContain("nanoevents-", errors);
        Assert.True(verify.ExitCode == 0, errors);
    }

    private static string[] Units() => [.. Ini().Matches(Repository.Read("docs/run.md")).Select(match => match.Groups[1].Value)];

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    [GeneratedRegex("```ini\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Ini();

    [GeneratedRegex("^ExecStart=/opt/nanoevents/nanoevents (.*)$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
