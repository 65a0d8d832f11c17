using System.Text;
using System.Text.Json;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>What `--json` and the lines to read look like for every kind of event, and for batches from the ends of every range.</summary>
public sealed class JsonTests
{
    private static readonly string[] _kinds =
    [
        "every-kind", "chatter", "fault", "threshold", "future-minor-version", "state", "field-boot-timer", "field-overflow", "time-same-later-earlier",
    ];

    [Theory]
    [InlineData("json", "--json")]
    [InlineData("lines")]
    public async Task EveryKindHasItsForm(string name, params string[] options)
    {
        StringBuilder shown = new();
        foreach (string vector in _kinds)
        {
            Finished decoded = (await Nanoevents.RunAsync(["decode", .. options, Hex(vector)])).AssertDone();
            shown.Append($"# {vector}\n{decoded.Output}");
        }

        Verified.Check($"kinds-{name}", shown.ToString());
    }

    [Fact]
    public async Task EveryVectorIsPrintedAsObjectsWithTheCommonFields()
    {
        string[] vectors = [.. Directory.EnumerateFiles(Repository.PathOf("firmware/protocol/vectors"), "*.json").Select(Path.GetFileNameWithoutExtension).Select(name => Hex(name!))];

        Finished decoded = (await Nanoevents.RunAsync(["decode", "--json"], string.Join('\n', vectors))).AssertDone();

        Assert.All(decoded.Lines, line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string[] common = [.. json.RootElement.EnumerateObject().Take(7).Select(field => field.Name)];
            Assert.Equal(["device", "boot", "sequence", "time", "clock", "kind", "source"], common);
        });
    }

    [Fact]
    public async Task EveryVectorHasLinesToRead()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("firmware/protocol/vectors"), "*-32-bits.json"))
        {
            (await Nanoevents.RunAsync(["decode", Hex(Path.GetFileNameWithoutExtension(file))])).AssertDone();
        }
    }

    [Fact]
    public async Task EveryRefusedVectorIsRefusedInALine()
    {
        // What an earlier version refused and this one reads has a vector with the same bytes.
        string[] refused = [.. HexIn("refused").Except(HexIn(""))];

        Finished decoded = await Nanoevents.RunAsync(["decode", "--json", .. refused]);

        Assert.Equal(1, decoded.ExitCode);
        Assert.StartsWith($"error  {refused.Length - 10} more like these", decoded.ErrorLines[^1]);
        Assert.Empty(decoded.Output);
    }

    private static IEnumerable<string> HexIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.PathOf("firmware/protocol/vectors"), folder), "*.json").Select(file => Hex(Path.Combine(folder, Path.GetFileNameWithoutExtension(file))));

    private static string Hex(string vector)
    {
        using JsonDocument json = JsonDocument.Parse(Repository.Read($"firmware/protocol/vectors/{vector}.json"));
        return json.RootElement.GetProperty("hex").GetString()!;
    }
}
