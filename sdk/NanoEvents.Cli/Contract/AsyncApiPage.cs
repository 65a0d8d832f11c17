using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoEvents.Cli.Contract;

/// <summary>The AsyncAPI document as one page of HTML, without scripts.</summary>
internal static class AsyncApiPage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0; border-bottom: 1px solid #8884 }
        pre { overflow-x: auto; padding: .8em; background: #8881 } h2 { margin-top: 2em } code { font-size: .95em }
        """;

    public static string Make(JsonObject document)
    {
        StringBuilder page = new();
        JsonObject info = document["info"]!.AsObject();
        page.Append($"<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{Text(info["title"])} {Text(info["version"])}: topics and events</title>\n<style>\n{Style}\n</style>\n");
        page.Append($"<h1>{Text(info["title"])} {Text(info["version"])}: topics and events</h1>\n<p>{Text(info["description"])}</p>\n");
        page.Append("<p>Made by <code>nanoevents asyncapi --html</code> from the same document that <code>nanoevents asyncapi</code> prints.</p>\n");
        Channels(page, document);
        Batch(page, document["components"]!["schemas"]!["batch"]!);
        Events(page, document);
        Records(page, document);
        return page.Append("</html>").ToString();
    }

    private static void Channels(StringBuilder page, JsonObject document)
    {
        page.Append("<h2>Topics</h2>\n<table><tr><th>topic<th>QoS<th>retained<th>what\n");
        foreach ((_, JsonNode? operation) in document["operations"]!.AsObject())
        {
            JsonNode channel = document["channels"]![((string)operation!["channel"]!["$ref"]!)["#/channels/".Length..]]!;
            if (operation["bindings"]?["mqtt"] is not { } mqtt)
            {
                continue;
            }

            page.Append($"<tr><td><code>{Text(channel["address"])}</code><td>{Text(mqtt["qos"])}<td>{((bool)mqtt["retain"]! ? "yes" : "no")}<td>{Text(channel["description"])}\n");
        }

        page.Append("</table>\n");
    }

    private static void Batch(StringBuilder page, JsonNode batch)
    {
        page.Append($"<h2>A batch</h2>\n<p>{Text(batch["description"])}</p>\n");
        Parts(page, "part", "type", batch["x-layout"]!);
        page.Append("<h3>The short form</h3>\n");
        Parts(page, "part", "type", batch["x-short-layout"]!);
        page.Append("<h3>Kinds on the wire</h3>\n");
        Parts(page, "kind", "number", batch["x-kinds"]!);
    }

    private static void Parts(StringBuilder page, string name, string type, JsonNode parts)
    {
        page.Append($"<table><tr><th>{name}<th>{type}<th>meaning\n");
        foreach (JsonNode? part in parts.AsArray())
        {
            page.Append($"<tr><td>{Text(part!["name"])}<td>{Text(part["type"])}<td>{Text(part["meaning"])}\n");
        }

        page.Append("</table>\n");
    }

    private static void Events(StringBuilder page, JsonObject document)
    {
        page.Append($"<h2>Events as JSON</h2>\n<p>{Text(document["channels"]!["decoded"]!["description"])}</p>\n");
        foreach ((string kind, _) in document["channels"]!["decoded"]!["messages"]!.AsObject())
        {
            JsonNode message = document["components"]!["messages"]![kind]!;
            page.Append($"<h3 id=\"{kind}\">{kind}</h3>\n<p>{Text(message["summary"])}</p>\n<table><tr><th>field<th>type<th>meaning\n");
            foreach ((string name, JsonNode? property) in Followed(document, message["payload"]!)["properties"]!.AsObject())
            {
                JsonNode schema = Followed(document, property!);
                page.Append($"<tr><td><code>{name}</code><td>{TypeOf(schema)}<td>{Text(schema["description"])}{(schema["x-unit"] is { } unit ? $", in {Text(unit)}" : "")}\n");
            }

            page.Append("</table>\n");
            Shown(page, message);
        }
    }

    private static void Records(StringBuilder page, JsonObject document)
    {
        page.Append("<h2>Records of a bridge</h2>\n<p>What <code>nanoevents bridge</code> writes: the same objects, with what each system needs beside them.</p>\n");
        foreach ((string name, JsonNode? channel) in document["channels"]!.AsObject())
        {
            if (!document["operations"]!.AsObject().Any(o => o.Key == $"write{char.ToUpperInvariant(name[0])}{name[1..]}"))
            {
                continue;
            }

            page.Append($"<h3 id=\"{name}\">{name}</h3>\n<p><code>{Text(channel!["address"])}</code>: {Text(channel["description"])}</p>\n");
            foreach ((_, JsonNode? reference) in channel["messages"]!.AsObject())
            {
                JsonNode message = Followed(document, reference!);
                page.Append($"<p>{Text(message["title"])}: <code>{Text(message["contentType"])}</code>. {Text(message["description"])}</p>\n");
                Rows(page, "key", message["bindings"]?["kafka"]?["key"] is { } key ? new() { ["key"] = key.DeepClone() } : []);
                Rows(page, "header", message["headers"]?["properties"]?.AsObject() ?? []);
                Rows(page, "property", new(message["x-amqp-properties"]?.AsObject().Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, new JsonObject { ["description"] = p.Value!.DeepClone() })) ?? []));
                Rows(page, "field", Followed(document, message["payload"]!) is var payload && payload["oneOf"] is null ? payload["properties"]?.AsObject() ?? [] : []);
                Shown(page, message);
            }
        }
    }

    private static void Rows(StringBuilder page, string what, JsonObject properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        page.Append($"<table><tr><th>{what}<th>meaning\n");
        foreach ((string name, JsonNode? property) in properties)
        {
            page.Append($"<tr><td><code>{name}</code><td>{Text(property!["description"] ?? "The event")}\n");
        }

        page.Append("</table>\n");
    }

    private static void Shown(StringBuilder page, JsonNode message)
    {
        if (message["examples"] is { } examples)
        {
            page.Append($"<pre>{string.Concat(examples.AsArray().Select(e => WebUtility.HtmlEncode(e!["payload"]!.ToJsonString()) + "\n"))}</pre>\n");
        }
    }

    private static JsonNode Followed(JsonNode document, JsonNode schema) =>
        schema["$ref"] is { } reference ? ((string)reference!).Split('/').Skip(1).Aggregate(document, (at, name) => at[name]!) : schema;

    private static string TypeOf(JsonNode schema)
    {
        if (schema["const"] is { } constant)
        {
            return $"<code>\"{Text(constant)}\"</code>";
        }

        string type = schema["type"] is JsonArray types ? string.Join(" or ", types) : Text(schema["type"]);
        return schema["enum"] is JsonArray values ? string.Join(", ", values.Select(v => $"<code>\"{Text(v)}\"</code>")) : type;
    }

    private static string Text(JsonNode? node) => WebUtility.HtmlEncode(node?.ToString() ?? "");
}
