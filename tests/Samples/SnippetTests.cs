using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace NanoEvents.Samples.Tests;

/// <summary>What the pages show of the SDK is what is compiled, and what the SDK has is in the pages.</summary>
public sealed partial class SnippetTests
{
    private static readonly string _root = typeof(SnippetTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "Repository").Value!;

    public static TheoryData<string> Pages =>
        ["docs/sdk.md", "docs/bridge.md", "docs/amqp.md", "docs/event-hubs.md", "docs/history.md", "docs/dashboard.md", "docs/webhooks.md", .. Directory.GetDirectories(Path.Combine(_root, "sdk"), "NanoEvents*").Select(d => $"sdk/{Path.GetFileName(d)}/README.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void ASnippetIsTheSample(string page)
    {
        string text = Read(page);
        List<Match> snippets = [.. Snippet().Matches(text).Cast<Match>()];

        Assert.All(snippets, s => Assert.Equal(Sample(s.Groups[1].Value, s.Groups[2].Value), s.Groups[3].Value));
        Assert.Equal(Fence().Count(text), snippets.Count);
    }

    [Fact]
    public void EverySampleIsInAPage()
    {
        string page = Read("docs/sdk.md") + Read("docs/bridge.md") + Read("docs/amqp.md") + Read("docs/event-hubs.md") + Read("docs/history.md") + Read("docs/webhooks.md");

        Assert.All(
            Directory.GetDirectories(Path.Combine(_root, "sdk/samples")).Select(Path.GetFileName),
            sample => Assert.Contains($"<!-- snippet: sdk/samples/{sample}/", page));
    }

    [Fact]
    public void EveryOptionAndEveryInstrumentIsInThePage()
    {
        string page = Read("docs/sdk.md");

        Assert.All(typeof(EventClientOptions).GetProperties(), option => Assert.Contains($"`{option.Name}`", page));
        string telemetry = Read("sdk/NanoEvents/Internal/Reading/Telemetry.cs") + Read("sdk/NanoEvents/Internal/Reading/PresentGauges.cs");
        List<string> instruments = [.. Instrument().Matches(telemetry).Select(m => m.Groups[1].Value)];
        Assert.Equal(instruments, Row().Matches(page).Select(m => m.Groups[1].Value));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(_root, file)).ReplaceLineEndings("\n");

    private static string Sample(string file, string region)
    {
        string text = Read(file);
        if (region.Length == 0)
        {
            return text;
        }

        string[] lines = text.Split('\n');
        int first = Array.FindIndex(lines, l => l.Trim() == $"#region {region}") + 1;
        Assert.True(first > 0, $"{file} has no region {region}");
        string[] inside = [.. lines.Skip(first).TakeWhile(l => l.Trim() != "#endregion")];
        int indent = inside.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Concat(inside.Select(l => (l.Length > 0 ? l[indent..] : l) + "\n"));
    }

    [GeneratedRegex(@"<!-- snippet: ([^ #]+)#?(\S*) -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("^```csharp", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("\\(\\s*\"(nanoevents\\.[a-z_]+)\", (?=[\"(])")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `(nanoevents\.[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
