using System.Text.Json.Nodes;

namespace NanoEvents.Cli.Contract;

/// <summary>Takes some channels out of an AsyncAPI 3.0 document, with what belongs to them: their servers, operations, messages and schemas.</summary>
internal static class DocumentPart
{
    private static readonly string[] _components = ["messages", "schemas"];

    /// <summary>The names of all channels.</summary>
    public static IEnumerable<string> Channels(JsonObject document) => document["channels"]!.AsObject().Select(c => c.Key);

    /// <summary>Leaves in the document what the named channels need.</summary>
    public static void Keep(JsonObject document, IReadOnlyCollection<string> channels)
    {
        HashSet<string> needed = [.. channels.Select(name => $"#/channels/{name}")];
        RemoveOthers(document["channels"]!, "#/channels/", needed);
        JsonObject operations = document["operations"]!.AsObject();
        foreach ((string name, JsonNode? operation) in operations.ToArray())
        {
            if (!needed.Contains((string)operation!["channel"]!["$ref"]!))
            {
                operations.Remove(name);
            }
        }

        Follow(document, document["channels"]!, needed);
        RemoveOthers(document["servers"]!, "#/servers/", needed);
        foreach (string part in _components)
        {
            RemoveOthers(document["components"]![part]!, $"#/components/{part}/", needed);
        }
    }

    private static void Follow(JsonObject document, JsonNode from, HashSet<string> needed)
    {
        foreach (string reference in References(from).Where(needed.Add).ToArray())
        {
            Follow(document, reference.Split('/').Skip(1).Aggregate((JsonNode)document, (at, name) => at[name]!), needed);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject parts => parts.SelectMany(p => p.Key == "$ref" ? [(string)p.Value!] : References(p.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static void RemoveOthers(JsonNode parts, string path, HashSet<string> needed)
    {
        foreach (string name in parts.AsObject().Select(p => p.Key).Where(name => !needed.Contains(path + name)).ToArray())
        {
            parts.AsObject().Remove(name);
        }
    }
}
