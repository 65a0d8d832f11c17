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
        foreach (KindInfo kind in KindTable.All)
        {
            JsonNode message = document["components"]!["messages"]![kind.Name]!;
            page.Append($"<h3 id=\"{kind.Name}\">{kind.Name}</h3>\n<p>{Text(message["summary"])}</p>\n<table><tr><th>field<th>type<th>meaning\n");
            foreach ((string name, JsonNode? property) in document["components"]!["schemas"]![EventSchemas.NameOf(kind)]!["properties"]!.AsObject())
            {
                JsonNode schema = property!["$ref"] is { } reference ? document["components"]!["schemas"]![((string)reference!)["#/components/schemas/".Length..]]! : property;
                page.Append($"<tr><td><code>{name}</code><td>{TypeOf(schema)}<td>{Text(schema["description"])}{(schema["x-unit"] is { } unit ? $", in {Text(unit)}" : "")}\n");
            }

            page.Append("</table>\n<pre>");
            foreach (JsonNode? example in message["examples"]!.AsArray())
            {
                page.Append($"{WebUtility.HtmlEncode(example!["payload"]!.ToJsonString())}\n");
            }

            page.Append("</pre>\n");
        }
    }

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
