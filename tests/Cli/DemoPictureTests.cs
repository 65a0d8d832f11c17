using System.Net;
using System.Text.RegularExpressions;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>docs/demo.svg, the README's picture, is what the demo leaves on a terminal. Where it is stale: run this test with UPDATE_DOCS=1.</summary>
public sealed partial class DemoPictureTests
{
    private const string File = "docs/demo.svg";

    private const string Left = "…";

    // How a line begins, after its date, and how many lines from there on are in the picture.
    private static readonly (string Beginning, int Count)[] _scenes =
    [
        ("00:00:00.00Z  demo                      started", 3),
        (Left, 0),
        ("02:36:00.00Z  demo       hall           moving", 2),
        (Left, 0),
        ("14:05:00.00Z  demo       bedroom        fault", 1),
        (Left, 0),
        ("14:09:00.00Z  demo       bedroom        fault over", 1),
        (Left, 0),
        ("18:20  The broker goes away", 1),
        ("19:00  The broker is back", 1),
        (Left, 0),
        ("18:32:37.20Z  demo       living room    moving", 2),
        (Left, 0),
        ("18:56:30.00Z  demo       kitchen        beyond", 1),
        (Left, 0),
        ("711 raised", 1),
    ];

    [Fact]
    public async Task ThePictureIsWhatTheDemoShows()
    {
        List<List<TerminalText>> shown = await Terminal.RunAsync("demo --speed 5000");

        List<List<TerminalText>> picture = [];
        int end = 0;
        foreach ((string beginning, int count) in _scenes)
        {
            if (beginning == Left)
            {
                picture.Add([new TerminalText("38;5;244", Left)]);
                continue;
            }

            int start = shown.FindIndex(end, line => WithoutDate(Text(line)).StartsWith(beginning, StringComparison.Ordinal));
            Assert.True(start >= 0, $"Not shown, or not in this order: {beginning}");
            picture.AddRange(shown.GetRange(start, count));
            end = start + count;
        }

        string svg = Picture.Draw("nanoevents demo", picture);
        string path = Repository.PathOf(File);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await System.IO.File.WriteAllTextAsync(path, svg, TestContext.Current.CancellationToken);
        }

        Assert.Equal(WithoutChance(svg), WithoutChance(Repository.Read(File)));
    }

    private static string Text(IEnumerable<TerminalText> line) => string.Concat(line.Select(text => text.Text));

    private static string WithoutDate(string line) => Date().Replace(line, "");

    // The day is yesterday's, and how many events wait for the broker and travel together depends on the machine.
    private static string WithoutChance(string svg) => Chance().Replace(Date().Replace(WebUtility.HtmlDecode(svg), ""), "");

    [GeneratedRegex(@"\d{4}-\d\d-\d\d ")]
    private static partial Regex Date();

    [GeneratedRegex(@"\d+(?= events have waited)|\d+ came twice; \d+ batches, \d+ bytes, [\d.]+ bytes an event")]
    private static partial Regex Chance();
}
