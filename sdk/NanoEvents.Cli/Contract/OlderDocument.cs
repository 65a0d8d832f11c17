using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Contract;

/// <summary>
/// Writes an AsyncAPI 3.0 document as 2.6, which many generators still ask for. Schemas say the same in words that the generator for Spring Cloud Stream
/// understands: it knows no list of types and no message that is an array, makes Java names of an enumeration's values, and forgets an import where a field has another name than its schema.
/// </summary>
/// <remarks>A channel without an address does not exist in 2.6; its messages are left out, and the schemas of all kinds stay, if another channel has them.</remarks>
internal static class OlderDocument
{
    private static readonly string[] _ofType = ["format", "pattern"];

    public static JsonObject Of(JsonObject document)
    {
        JsonObject channels = document["channels"]!.AsObject();
        DocumentPart.Keep(document, [.. channels.Where(c => c.Value!["address"] is not null).Select(c => c.Key)]);
        JsonObject schemas = document["components"]!["schemas"]!.AsObject();
        return new JsonObject
        {
            ["asyncapi"] = "2.6.0",
            ["id"] = "urn:nanoevents",
            ["tags"] = new JsonArray(new JsonObject { ["name"] = "events" }),
            ["info"] = document["info"]!.DeepClone(),
            ["defaultContentType"] = document["defaultContentType"]!.DeepClone(),
            ["servers"] = Each(document["servers"]!, Server),
            ["channels"] = new JsonObject(document["operations"]!.AsObject().Select(o => Channel(document, o.Key, o.Value!.AsObject()))),
            ["components"] = new JsonObject
            {
                ["messages"] = new JsonObject(document["components"]!["messages"]!.AsObject().Select(m => Message(m.Key, m.Value!, schemas))),
                ["schemas"] = new JsonObject(schemas.Where(s => !s.Value!.AsObject().ContainsKey("enum")).Select(s => KeyValuePair.Create(s.Key, Schema(s.Value, schemas)))),
            },
        };
    }

    private static JsonObject Each(JsonNode parts, Func<JsonObject, JsonObject> change) =>
        new(parts.AsObject().Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, change(p.Value!.AsObject()))));

    private static JsonObject Server(JsonObject server)
    {
        JsonObject older = new() { ["url"] = server["host"]!.DeepClone() };
        Copy(server, older, "protocol", "protocolVersion", "description", "variables", "bindings");
        return older;
    }

    private static KeyValuePair<string, JsonNode?> Channel(JsonObject document, string name, JsonObject operation)
    {
        string channelName = NameIn(operation["channel"]!);
        JsonObject channel = document["channels"]![channelName]!.AsObject();
        string[] servers = [.. channel["servers"]!.AsArray().Select(s => NameIn(s!))];
        JsonObject subscribe = new() { ["operationId"] = name };
        Copy(operation, subscribe, "summary", "bindings");
        string protocol = (string)document["servers"]![servers[0]]!["protocol"]!;
        if (protocol != "mqtt")
        {
            // How the generator calls the function, and who shares the events. Without a group each start of an application begins with what comes next.
            subscribe["x-scs-function-name"] = channelName + "Events";
            subscribe["x-scs-destination"] = DestinationOf((string)channel["address"]!);
            subscribe["x-scs-group"] = "nanoevents";
        }

        JsonNode[] messages = [.. channel["messages"]!.AsObject().Select(m => m.Value!.DeepClone())];
        subscribe["message"] = messages.Length == 1 ? messages[0] : new JsonObject { ["oneOf"] = new JsonArray(messages) };
        JsonObject older = new() { ["servers"] = new JsonArray([.. servers.Select(JsonNode (s) => JsonValue.Create(s))]) };
        Copy(channel, older, "description");
        if (channel["parameters"] is { } parameters)
        {
            older["parameters"] = Each(parameters, p => new() { ["description"] = p["description"]!.DeepClone(), ["schema"] = new JsonObject { ["type"] = "string" } });
        }

        older["subscribe"] = subscribe;
        return KeyValuePair.Create<string, JsonNode?>((string)channel["address"]!, older);
    }

    private static KeyValuePair<string, JsonNode?> Message(string name, JsonNode message, JsonObject schemas)
    {
        JsonObject older = new() { ["messageId"] = name };
        foreach ((string part, JsonNode? value) in message.AsObject())
        {
            older[part] = part == "headers" ? Schema(value, schemas) : value!.DeepClone();
        }

        return KeyValuePair.Create<string, JsonNode?>(name, older);
    }

    private static JsonNode? Schema(JsonNode? schema, JsonObject schemas) => schema switch
    {
        JsonObject parts when parts["$ref"] is { } && schemas[NameIn(parts)]!.AsObject().ContainsKey("enum") => Schema(schemas[NameIn(parts)], schemas),
        JsonObject parts => Alternatives(new JsonObject(parts.Select(p => KeyValuePair.Create(p.Key, Named(p.Key, Schema(p.Value, schemas)))))),
        JsonArray items => new JsonArray([.. items.Select(item => Schema(item, schemas))]),
        _ => schema?.DeepClone(),
    };

    private static JsonNode? Named(string field, JsonNode? schema) =>
        schema is JsonObject parts && parts["$ref"] is { } && NameIn(parts) != field && field != "items" ? Only(parts) : schema;

    private static JsonObject Alternatives(JsonObject schema)
    {
        if (schema["enum"] is JsonArray values)
        {
            schema.Remove("enum");
            schema["pattern"] = $"^({string.Join('|', values.Select(v => Regex.Escape((string)v!)))})$";
        }

        if ((schema["type"] as JsonValue)?.GetValue<string>() == "array")
        {
            return Only(schema);
        }

        if (schema["type"] is JsonArray types)
        {
            JsonObject one = new() { ["type"] = types[0]!.DeepClone() };
            foreach (string keyword in _ofType.Where(schema.ContainsKey))
            {
                one[keyword] = schema[keyword]!.DeepClone();
                schema.Remove(keyword);
            }

            schema.Remove("type");
            schema["oneOf"] = new JsonArray(one, new JsonObject { ["type"] = types[1]!.DeepClone() });
        }

        return schema;
    }

    private static JsonObject Only(JsonObject schema) => new() { ["oneOf"] = new JsonArray(schema) };

    // In Spring Cloud Stream a destination in RabbitMQ is an exchange; whatever follows it in the address is a routing key.
    private static string DestinationOf(string address) => address.StartsWith("/exchange/", StringComparison.Ordinal) ? address.Split('/')[2] : address.Trim('/');

    private static string NameIn(JsonNode reference) => ((string)reference["$ref"]!).Split('/')[^1];

    private static void Copy(JsonObject from, JsonObject to, params string[] names)
    {
        foreach (string name in names.Where(from.ContainsKey))
        {
            to[name] = from[name]!.DeepClone();
        }
    }
}
