using System.Text.RegularExpressions;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Screen;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Screen;

/// <summary>The demo's screen and its recap: as text in `verified`, as the README's picture, and on a real terminal.</summary>
public sealed partial class ScreenTests
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(DemoScreen.MinWidth, DemoScreen.MinHeight)]
    public async Task TheScreenWhileTheBrokerIsAwayIsTheVerifiedOne(int width, int height)
    {
        (DemoScreen screen, DemoStatus status) = (await Day.PlayAsync()).WhileAway();

        Canvas shown = screen.Draw(status, width, height);

        Assert.Equal((width, height), (shown.Width, shown.Height));
        Verified.Check($"screen-{width}x{height}", shown.ToString());
    }

    [Fact]
    public async Task TheReadmesPictureIsThatScreen()
    {
        (DemoScreen screen, DemoStatus status) = (await Day.PlayAsync()).WhileAway();
        Canvas shown = screen.Draw(status, 100, 26);

        string svg = Picture.Draw("nanoevents demo", [.. Enumerable.Range(0, shown.Height).Select(row => shown.Pieces(row).ToArray())]);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(Repository.PathOf("docs/demo.svg"), svg, TestContext.Current.CancellationToken);
        }

        Assert.Equal(svg, Repository.Read("docs/demo.svg"));
    }

    [Fact]
    public async Task EventsThatHaveWaitedSayHowLongAndFillTheDay()
    {
        Day day = await Day.PlayAsync();
        (DemoScreen screen, DemoStatus status) = day.WhileAway();
        foreach (NanoEvent e in day.Events.Where(e => e.Time >= Day.Gone && e.Time < Day.Back))
        {
            screen.Put(e, Day.Back);
        }

        string shown = screen.Draw(status with { Now = Day.Back, AwaySince = null, Waiting = 0, Outages = day.AtTheEnd().Outages }, 100, 60).ToString();

        Assert.Contains("Broker  back since 19:00; the device had kept 61 events", shown);
        Assert.Matches(@"18:32:37  living room    moving  \(waited 27 min\)", shown);
        Assert.Matches(@"24\.\d\d °C  above 24\.00", shown);
        Assert.DoesNotContain("▁·", shown);
    }

    [Fact]
    public async Task TheRecapIsTheVerifiedOneAndTheReadmes()
    {
        Day day = await Day.PlayAsync();
        Recap recap = new();
        foreach (NanoEvent e in day.Events)
        {
            recap.Put(e);
        }

        string text = string.Concat(recap.Lines(day.AtTheEnd(), TimeSpan.FromSeconds(60.4), StartedAs.For("/home/you/.dotnet/tools/"), 100).Select(line => line + "\n"));

        Verified.Check("recap", text);
        Assert.Contains($"```\n{text}```", Repository.Read("README.md"));
    }

    [Fact]
    public void OnlyWhatHasChangedIsWrittenAndALargerWindowGetsEverything()
    {
        StringWriter output = new();
        using TerminalScreen terminal = new(output, hasColour: true);

        Assert.StartsWith(Enter, Written(output, () => terminal.Show(Rows(20, "one", "two"))));
        Assert.Equal("\e[2;1H\e[0mzwei                \e[0m", Written(output, () => terminal.Show(Rows(20, "one", "zwei"))));
        Assert.Equal("", Written(output, () => terminal.Show(Rows(20, "one", "zwei"))));
        Assert.Matches(@"^\e\[0m\e\[2J.*one.*zwei", Written(output, () => terminal.Show(Rows(30, "one", "zwei"))));
        Assert.EndsWith(Leave, Written(output, terminal.Leave));
        Assert.Equal("", Written(output, terminal.Leave));
        Assert.Equal("", Written(output, () => terminal.Show(Rows(30, "one", "zwei"))));
    }

    [Fact]
    public void ATextThatIsTooLongIsCutAndEveryCharacterTakesOneColumn()
    {
        Canvas canvas = new(8, 1);
        canvas.Write(0, 0, "温ab\u0301🔥cdefgh");

        Assert.Equal("?ab???c…\n", canvas.ToString());
    }

    [Fact]
    public async Task OnATerminalTheScreenGoesAndTheRecapStays()
    {
        string shown = await Terminal.RunAsync("demo --no-page --speed 5000", 100, 30);

        Assert.Single(shown.Split(Enter)[1..]);
        string[] parts = shown.Split(Leave);
        Assert.Equal(2, parts.Length);
        Assert.Contains("living room", parts[0]);
        string recap = string.Concat(parts[1].Split('\n').Select(line => line.TrimEnd() + "\n")).TrimEnd();
        Assert.Equal(WithoutChance(Repository.Read("tests/Cli/verified/recap.verified.txt")), WithoutChance(recap));
    }

    [Fact]
    public async Task ATerminalWhoseProgramDoesNotEndIsKilled()
    {
        Exception failed = await Assert.ThrowsAnyAsync<Exception>(() => Terminal.RunAsync("demo", 80, 24, patience: TimeSpan.FromSeconds(2)));

        Assert.Contains("was killed", failed.Message);
    }

    [Fact]
    public async Task CtrlCGivesTheTerminalBack()
    {
        string shown = await Terminal.RunAsync("demo", 80, 24, until: " °C", then: "\u0003");

        Assert.Contains(Enter, shown);
        string after = shown[shown.LastIndexOf(Leave, StringComparison.Ordinal)..];
        Assert.DoesNotContain("\e", after[Leave.Length..]);
        Assert.Contains("Try next", after);
    }

    [Fact]
    public async Task AfterTheRecapThePageStaysUntilAKeyIsPressed()
    {
        string shown = await Terminal.RunAsync("demo --speed 20000", 80, 24, until: "Any key ends it", then: "q");

        Assert.Matches(@"Open http://127\.0\.0\.1:\d+/ in a browser", shown);
        Assert.Contains("open it in a browser", shown);
        Assert.True(shown.IndexOf("Try next", StringComparison.Ordinal) < shown.IndexOf("Any key ends it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(59, 24, "xterm-256color")]
    [InlineData(80, 15, "xterm-256color")]
    [InlineData(80, 24, "dumb")]
    public async Task ASmallOrADumbTerminalGetsLines(int columns, int rows, string term)
    {
        string shown = await Terminal.RunAsync("demo --no-page --speed max", columns, rows, term: term);

        Assert.DoesNotContain(Enter, shown);
        Assert.Matches(@"711 raised = 711 delivered \+ 0 lost", shown);
        Assert.Equal(term == "dumb", !shown.Contains("\e[2K"));
    }

    [Fact]
    public async Task WithNoColorTheScreenHasNone()
    {
        string shown = await Terminal.RunAsync("demo --no-page --speed 20000", 80, 24, noColour: true);

        Assert.Contains(Enter, shown);
        Assert.DoesNotMatch(@"\e\[[1-9][0-9;]*m", shown);
    }

    private static Canvas Rows(int width, params string[] rows)
    {
        Canvas canvas = new(width, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            canvas.Write(0, i, rows[i]);
        }

        return canvas;
    }

    private static string Written(StringWriter output, Action act)
    {
        output.GetStringBuilder().Clear();
        act();
        return output.ToString();
    }

    // The day is yesterday's. How long it takes, and how many events wait for the broker and travel together, depends on the machine.
    private static string WithoutChance(string text) => Chance().Replace(text, "N").Trim().Replace("nanoevents ", "").Replace("dotnet run --project sdk/NanoEvents.Cli -- ", "");

    [GeneratedRegex(@"\d{4}-\d\d-\d\d|\d+(?= s:)|(?<=kept )\d+|\d+(?= came twice)|\d+(?= batches)|\d+(?= bytes,)|[\d.]+(?= bytes an event)|\d+(?= bytes of states)|\d+(?= bytes$)")]
    private static partial Regex Chance();
}
