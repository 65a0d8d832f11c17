using System.Text.RegularExpressions;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>What README and docs show is what the program prints, and where they point there is something.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] _generated = ["/bin/", "/obj/", "/node_modules/", "/packages/", "/artifacts/"];

    // Said by the broker's own settings, not by us.
    private static readonly string[] _mosquittos = ["max_queued_messages"];

    [Fact]
    public void TheReadmesSnippetIsTheSample()
    {
        Assert.Equal(Repository.Read("sdk/samples/Consume/Program.cs"), Assert.Single(Blocks("README.md", "csharp")));
    }

    [Fact]
    public void EveryLinkLeadsToAFileAndAHeading()
    {
        List<string> broken = [];
        foreach (string page in Pages())
        {
            string text = File.ReadAllText(page);
            foreach (string target in Links().Matches(text).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://")))
            {
                if (!IsThere(page, target))
                {
                    broken.Add($"{Path.GetRelativePath(Repository.Root, page)}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public async Task TheDemoPrintsWhatThePageShows()
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--speed", "5000"])).AssertDone();

        string block = Blocks("docs/command-line.md", "").Single(block => block.Contains("raised"));
        string[] shown = [.. block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "…").Select(WithoutDate)];
        Assert.Equal(shown[^1].Split(';')[0], demo.Lines[^1].Split(';')[0]);
        AssertInOrder([.. demo.Lines.Select(WithoutDate)], [.. shown.SkipLast(1).Where(line => !IsRemark(line))]);
        AssertInOrder([.. demo.Errors.Split('\n').Select(WithoutNumber)], [.. shown.Where(IsRemark).Select(WithoutNumber)]);
    }

    [Fact]
    public async Task EveryEventInThePagesIsOneThatIsPrinted()
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--speed", "max", "--json"])).AssertDone();
        HashSet<string> printed = [.. demo.Lines.Concat(Repository.Read("tests/Cli/verified/kinds-json.verified.txt").Split('\n')).Select(WithoutChance)];

        string[] shown = [.. new[] { "README.md", "docs/command-line.md" }.SelectMany(page => Blocks(page, "json")).SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

        Assert.All(shown, line => Assert.Contains(WithoutChance(line), printed));
        Assert.Equal(["boot", "chatter", "fault", "lost", "motion", "summary", "temperature", "threshold", "unknown"], shown.Select(line => Kind().Match(line).Groups[1].Value).Distinct().Order());
    }

    [Fact]
    public async Task TheTraceInThePagesCanBePlayed()
    {
        using Traces traces = new();
        string trace = traces.Write("docs.csv", Assert.Single(Blocks("docs/command-line.md", "csv")));

        Finished encoded = (await Nanoevents.RunAsync(["encode", "--trace", trace])).AssertDone();

        Assert.Single(encoded.Lines);
    }

    [Fact]
    public async Task EveryVerbIsInThePageOfTheCommandLine()
    {
        string page = Repository.Read("docs/command-line.md");
        Finished help = (await Nanoevents.RunAsync(["--help"])).AssertDone();
        string[] verbs = [.. help.Output.Split("Commands:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ')[0])];

        Assert.Contains("demo", verbs);
        Assert.All(verbs, verb => Assert.Matches($@"(?m)^\| .*`{verb}[ `]", page));
    }

    [Fact]
    public void WhatTroubleshootingQuotesIsSaidSomewhere()
    {
        string sources = string.Concat(
            new[] { "sdk", "firmware", "docs" }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
                .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith("settings.md", StringComparison.Ordinal))
                .Select(File.ReadAllText));

        string[] quoted = [.. Quotes().Matches(Repository.Read("docs/troubleshooting.md")).Select(match => match.Groups[1].Value)
            .Where(text => !text.StartsWith("nanoevents", StringComparison.Ordinal) && !text.Contains('#'))];

        Assert.NotEmpty(quoted);
        Assert.All(quoted.Except(_mosquittos), text => Assert.All(text.Split([": ", " …"], StringSplitOptions.RemoveEmptyEntries), part => Assert.Contains(part, sources)));
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(page => !_generated.Any(page[Repository.Root.Length..].Replace('\\', '/').Contains));

    private static string[] Blocks(string page, string language) =>
        [.. Fences().Matches(Repository.Read(page)).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    private static bool IsThere(string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return parts.Length == 1 ? File.Exists(path) || Directory.Exists(path) : File.Exists(path) && File.ReadAllLines(path).Any(line => Anchor(line) == parts[1]);
    }

    private static string? Anchor(string line) =>
        line.StartsWith('#') ? NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-') : null;

    private static void AssertInOrder(string[] printed, string[] shown)
    {
        int next = 0;
        foreach (string line in shown)
        {
            int found = Array.IndexOf(printed, line, next);
            Assert.True(found >= 0, $"Not printed, or not in this order: {line}");
            next = found + 1;
        }
    }

    private static bool IsRemark(string line) => line.Contains("The broker");

    private static string WithoutDate(string line) => Date().Replace(line, "");

    private static string WithoutNumber(string line) => line.Contains("have waited") ? Number().Replace(line, "N") : line;

    // The day is yesterday's and the boot a new one at each run; numbers of batches depend on how fast they were acknowledged.
    private static string WithoutChance(string line) => Chance().Replace(Date().Replace(line, ""), "$1");

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<=\. )\d+(?= events)")]
    private static partial Regex Number();

    [GeneratedRegex("(\"(?:boot|batches|payloadBytes|otherBytes)\":)\\d+")]
    private static partial Regex Chance();

    [GeneratedRegex("\"kind\":\"(\\w+)\"")]
    private static partial Regex Kind();
}
