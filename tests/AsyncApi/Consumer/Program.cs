// Reads `nanoevents … --json` into the models that AsyncAPI's generator made, and writes them again: what comes out must be what went in.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

JsonSerializerOptions options = new()
{
    PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
};
SortedDictionary<string, int> read = [];
while (Console.ReadLine() is { } line)
{
    JsonObject before = JsonNode.Parse(line)!.AsObject();
    string kind = (string)before["kind"]!;
    if (kind == "summary")
    {
        continue;
    }

    kind = FormOf(before, kind);
    Type model = Type.GetType($"NanoEvents.Generated.{char.ToUpperInvariant(kind[0])}{kind[1..]}Event") ?? throw new InvalidOperationException($"no model for {kind}");
    JsonObject after = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(line, model, options), model, options)!.AsObject();
    foreach ((string name, JsonNode? value) in before)
    {
        if (!IsSame(value, after[name]))
        {
            Console.Error.WriteLine($"{kind}.{name}: {value} has become {after[name]}");
            return 1;
        }
    }

    read[kind] = read.GetValueOrDefault(kind) + 1;
}

Console.WriteLine(string.Join(", ", read.Select(k => $"{k.Key} {k.Value}")));
int missing = typeof(NanoEvents.Generated.TemperatureEvent).Assembly.GetTypes().Count(t => t.Name.EndsWith("Event", StringComparison.Ordinal)) - read.Count;
if (missing != 0)
{
    Console.Error.WriteLine($"{missing} kinds were not among the events");
}

return missing == 0 ? 0 : 1;

// Measurements and states of your own have names of their own; the document has a form for each of the two.
static string FormOf(JsonObject e, string kind) =>
    kind == "unknown" || e["of"] is not null || (int?)e["number"] is not >= 128 ? kind : (int)e["number"]! < 192 ? "measurement" : "condition";

// A time may be written in another form.
static bool IsSame(JsonNode? before, JsonNode? after) =>
    JsonNode.DeepEquals(before, after)
    || (before is not null && after is not null && TryTime(before, out DateTimeOffset was) && TryTime(after, out DateTimeOffset now) && was == now);

static bool TryTime(JsonNode node, out DateTimeOffset time) =>
    DateTimeOffset.TryParse(node.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
