using System.Text.Json.Nodes;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Contract;

/// <summary>Examples out of the vectors, written by the same code that writes `--json`.</summary>
internal static class Examples
{
    private const int MaxOfAKind = 2;
    private const string Folder = "vectors/";
    private static readonly Lazy<List<NanoEvent>> Events = new(() => [.. Names().SelectMany(Decode)]);

    /// <summary>Up to two events of a kind, dated ones first.</summary>
    public static IEnumerable<JsonNode> Of(ContractKind kind) => Events.Value.Where(kind.Has).OrderBy(e => e.Time is null).Take(MaxOfAKind).Select(ToJson);

    /// <summary>One event of a kind, with a time.</summary>
    public static NanoEvent First(EventKind kind) => Events.Value.Where(e => e.Kind == kind).OrderBy(e => e.Time is null).First();

    public static string Hex(string vector) => (string)Read(vector)["hex"]!;

    public static string Summary(string vector) => (string)Read(vector)["shows"]!;

    /// <summary>An event as `--json` prints it.</summary>
    public static string Line(NanoEvent e)
    {
        using StringWriter text = new();
        new JsonLines(text).Write(e);
        return text.ToString().TrimEnd();
    }

    /// <summary>The same as a node.</summary>
    public static JsonNode ToJson(NanoEvent e) => JsonNode.Parse(Line(e))!;

    private static IEnumerable<string> Names() =>
        typeof(Examples).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..]).Order(StringComparer.Ordinal);

    private static List<NanoEvent> Decode(string vector)
    {
        List<NanoEvent> events = [];
        BatchDecoder.TryDecode(Convert.FromHexString(Hex(vector)), events, out _, "shed");
        return events;
    }

    private static JsonNode Read(string vector)
    {
        using Stream stream = typeof(Examples).Assembly.GetManifestResourceStream(Folder + vector)!;
        return JsonNode.Parse(stream)!;
    }
}
