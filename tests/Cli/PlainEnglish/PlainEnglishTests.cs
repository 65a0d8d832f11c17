using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.PlainEnglish;

/// <summary>The pages, the help texts and the documentation of the API avoid the kinds of sentence that readers stumbled on.</summary>
public sealed class PlainEnglishTests
{
    private static readonly string[] _generated = ["/bin/", "/obj/", "/node_modules/", "/packages/", "/artifacts/"];

    // The public types of the packages; what is internal is in folders below.
    private static readonly string[] _api = ["sdk/NanoEvents", "sdk/NanoEvents.Hosting", "sdk/NanoEvents.Testing", "sdk/NanoEvents.Bridge", "sdk/NanoEvents.Redis", "sdk/NanoEvents.Amqp", "sdk/NanoEvents.EventHubs", "sdk/NanoEvents.Webhooks", "sdk/NanoEvents.Webhooks.AspNetCore", "sdk/NanoEvents.Dashboard", "sdk/NanoEvents.HomeAssistant"];

    [Fact]
    public void ThePages() => AssertNone(Pages().SelectMany(page => Stumbles.In(Path.GetRelativePath(Repository.Root, page), Prose.OfMarkdown(File.ReadAllText(page)))));

    [Fact]
    public void TheDocumentationOfTheApi()
    {
        string[] files = [.. _api.Select(Repository.PathOf).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"))];

        Assert.NotEmpty(files);
        AssertNone(files.SelectMany(file => Stumbles.In(Path.GetRelativePath(Repository.Root, file), Prose.OfDocumentation(File.ReadAllText(file)))));
    }

    [Fact]
    public async Task TheHelpTexts()
    {
        Finished help = (await Nanoevents.RunAsync(["--help"])).AssertDone();
        string[] verbs = [.. help.Output.Split("Commands:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ')[0])];

        Assert.Contains("demo", verbs);
        AssertNone(Stumbles.In("nanoevents", Prose.OfHelp(help.Output)));
        foreach (string verb in verbs)
        {
            Finished one = (await Nanoevents.RunAsync([verb, "--help"])).AssertDone();
            AssertNone(Stumbles.In(verb, Prose.OfHelp(one.Output)));
        }
    }

    // Each was in a page, and a reader had to read it twice.
    [Theory]
    [InlineData("What stands between a board and your code, and a mend for each trouble.")]
    [InlineData("With a session, what a crash left unhandled comes again.")]
    [InlineData("Nothing applies before it is saved, and what is saved applies after a restart.")]
    [InlineData("There is no number, because nobody can know it.")]
    [InlineData("Everything that waits is written each time that a write has been earned.")]
    [InlineData("Where TLS does not come about, one line says why.")]
    [InlineData("There is a line that says how it stands.")]
    [InlineData("There is colour on a terminal alone.")]
    [InlineData("It makes an authority, and for everybody what they need of it.")]
    [InlineData("It warns that the reader may not write, which here is meant.")]
    [InlineData("And which of two boots is the older one, where messages of the older one come last.")]
    [InlineData("Whoever acts on the present looks at `Time`.")]
    [InlineData("- What did not fit is counted.")]
    [InlineData("The outbox is the truth.")]
    [InlineData("Port and chip are asked of the board unless said.")]
    public void ASentenceOfTheseKindsIsFound(string sentence) => Assert.NotEmpty(Stumbles.In("page", Prose.OfMarkdown(sentence)));

    [Fact]
    public void ASentenceOfMoreThanFortyWordsIsFound()
    {
        string forty = string.Join(' ', Enumerable.Repeat("Word", 40));

        Assert.Empty(Stumbles.In("page", Prose.OfMarkdown($"{forty}. {forty}.")));
        Assert.NotEmpty(Stumbles.In("page", Prose.OfMarkdown($"{forty} word.")));
    }

    [Theory]
    [InlineData("Where is the broker? It is at port 1883.")]
    [InlineData("# What is protected")]
    [InlineData("Code is not prose: `Where a, b`.\n\n```\nWhere it stands, mend it.\n```\n")]
    [InlineData("The folder where the settings are.")]
    [InlineData("| What is wrong? | A cable |")]
    public void WhatIsPlainIsLetThrough(string text) => Assert.Empty(Stumbles.In("page", Prose.OfMarkdown(text)));

    [Fact]
    public void TheDocumentationOfAFileIsRead()
    {
        const string File = "/// <summary>Reads. <see cref=\"Name.Of(int)\"/> mends\n    /// it.</summary>\n    /// <example><code>Where it is, there.</code></example>\npublic class C;\n// Where no reader looks, nobody can know.\n";

        Assert.Equal(["Reads.", "Of mends it."], Prose.OfDocumentation(File));
    }

    private static void AssertNone(IEnumerable<string> stumbles)
    {
        string[] found = [.. stumbles];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(page => !_generated.Any(page[Repository.Root.Length..].Replace('\\', '/').Contains));
}
