using System.Text.Json.Nodes;

namespace NanoEvents.Kafka.Tests;

/// <summary>docs/asyncapi.json, so that tests of a target hold what it writes against the document.</summary>
internal static class Contract
{
    private static readonly JsonNode _components = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "docs/asyncapi.json")))!["components"]!;

    /// <summary>The names of a message's headers, in order.</summary>
    public static IEnumerable<string> HeadersOf(string message) => Names(_components["messages"]![message]!["headers"]!);

    /// <summary>The names of a schema's fields, in order.</summary>
    public static IEnumerable<string> FieldsOf(string schema) => Names(_components["schemas"]![schema]!);

    private static IOrderedEnumerable<string> Names(JsonNode schema) => schema["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal);

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "nf.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests are not inside the repository.");
        }

        return folder;
    }
}
