using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Contract;

/// <summary>
/// The contract as an AsyncAPI 3.0 document: what devices send, and what a bridge writes. Kinds and their fields come from <see cref="KindTable"/>, examples
/// from the vectors.
/// </summary>
internal static class AsyncApiDocument
{
    public const string FormatPage = "firmware/protocol/README.md";

    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Make(IReadOnlyList<ContractKind> kinds)
    {
        JsonObject document = new()
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = Info(),
            ["defaultContentType"] = "application/octet-stream",
            ["servers"] = new JsonObject { ["broker"] = Broker() },
            ["channels"] = Channels(kinds),
            ["operations"] = Operations(),
            ["components"] = new JsonObject { ["messages"] = Messages(kinds), ["schemas"] = Schemas(kinds) },
        };
        foreach (BridgeChannel target in BridgeChannel.All)
        {
            Add(document, target);
        }

        return document;
    }

    private static void Add(JsonObject document, BridgeChannel target)
    {
        document["servers"]![target.Name] = target.Server.DeepClone();
        document["channels"]![target.Name] = new JsonObject
        {
            ["address"] = target.Address,
            ["description"] = target.Description,
            ["servers"] = ServerOf(target.Name),
            ["messages"] = References(target.Records.Keys),
        };
        JsonObject operation = new()
        {
            ["action"] = "send",
            ["summary"] = "What the bridge writes, not the device",
            ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{target.Name}" },
        };
        if (target.Bindings is { } bindings)
        {
            operation["bindings"] = bindings.DeepClone();
        }

        document["operations"]![$"write{char.ToUpperInvariant(target.Name[0])}{target.Name[1..]}"] = operation;
        foreach ((string name, JsonObject message) in target.Records)
        {
            document["components"]!["messages"]![name] = message.DeepClone();
        }
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "NanoEvents",
        ["version"] = typeof(NanoEvent).Assembly.GetName().Version!.ToString(3),
        ["description"] = "Events of microcontrollers over MQTT. A device sends batches, which are binary; `nanoevents watch --json` shows what is in them as one JSON object a line. `nanoevents bridge` writes the same objects to other systems.",
        ["license"] = new JsonObject { ["name"] = "MIT" },
    };

    private static JsonObject Broker() => new()
    {
        ["host"] = "{host}:{port}",
        ["protocol"] = "mqtt",
        ["protocolVersion"] = "3.1.1",
        ["description"] = "Any MQTT broker; `mqtts` for TLS. Devices speak version 3.1.1, readers 5 where the broker does.",
        ["variables"] = new JsonObject
        {
            ["host"] = new JsonObject { ["default"] = "127.0.0.1" },
            ["port"] = new JsonObject { ["default"] = "1883" },
        },
        ["bindings"] = Mqtt(new JsonObject
        {
            ["cleanSession"] = true,
            ["lastWill"] = new JsonObject { ["topic"] = Address(TopicFormat.Status), ["qos"] = 1, ["message"] = "offline", ["retain"] = true },
        }),
    };

    private static JsonObject Channels(IReadOnlyList<ContractKind> kinds)
    {
        JsonObject decoded = new()
        {
            ["address"] = null,
            ["title"] = "Decoded events",
            ["description"] = "Not a topic: the standard output of `nanoevents watch --json`, `demo --json` and `decode --json`, one object a line. `kind` says which of the messages a line is; one that is not listed here comes from a newer version.",
            ["messages"] = References(kinds.Select(kind => kind.Name)),
        };
        return new JsonObject
        {
            ["events"] = Of(TopicFormat.Events, "What happened: batches of up to 64 events, numbered and in order. One is in flight at a time.", "batch"),
            ["state"] = Of(TopicFormat.State, "Retained: what each source shows now. After each connect, when something has changed that no event tells, and every `state.period` (300 s).", "state"),
            ["names"] = Of(TopicFormat.Names, "Retained: the names of the sources, after each connect. A batch with the state flag and no events.", "names"),
            ["status"] = Of(TopicFormat.Status, "Retained: whether the device is connected.", "status"),
            ["decoded"] = decoded,
        };
    }

    private static string Address(string part) => $"{TopicFormat.Root}/{{device}}/{part}";

    private static JsonObject Of(string part, string description, string message) => new()
    {
        ["address"] = Address(part),
        ["description"] = description,
        ["servers"] = ServerOf("broker"),
        ["parameters"] = new JsonObject { ["device"] = new JsonObject { ["description"] = "The device's name: 1 to 32 characters out of A-Z a-z 0-9 _ -." } },
        ["messages"] = new JsonObject { [message] = Reference("messages", message) },
    };

    private static JsonObject Operations() => new()
    {
        ["sendEvents"] = Send("events", "batch", retain: false),
        ["sendState"] = Send("state", "state", retain: true),
        ["sendNames"] = Send("names", "names", retain: true),
        ["sendStatus"] = Send("status", "status", retain: true),
        ["printEvents"] = new JsonObject
        {
            ["action"] = "send",
            ["summary"] = "What the command prints, not the device",
            ["channel"] = new JsonObject { ["$ref"] = "#/channels/decoded" },
        },
    };

    private static JsonObject Send(string channel, string message, bool retain) => new()
    {
        ["action"] = "send",
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{channel}" },
        ["messages"] = new JsonArray(new JsonObject { ["$ref"] = $"#/channels/{channel}/messages/{message}" }),
        ["bindings"] = Mqtt(new JsonObject { ["qos"] = 1, ["retain"] = retain }),
    };

    private static JsonObject Messages(IReadOnlyList<ContractKind> kinds)
    {
        JsonObject messages = new()
        {
            ["batch"] = Binary("A batch of events", "batch", "every-kind"),
            ["state"] = Binary("What each source shows now", "batch", "state"),
            ["names"] = Binary("The names of the sources", "batch", "names"),
            ["status"] = new JsonObject
            {
                ["title"] = "Status",
                ["contentType"] = "text/plain",
                ["payload"] = Reference("schemas", "status"),
                ["examples"] = new JsonArray(new JsonObject { ["payload"] = "online firmware=0.1.0 boot=123 wake=unknown" }, new JsonObject { ["payload"] = "offline" }),
            },
        };
        foreach (ContractKind kind in kinds)
        {
            messages[kind.Name] = Event(kind);
        }

        return messages;
    }

    private static JsonObject Binary(string title, string schema, string vector) => new()
    {
        ["title"] = title,
        ["contentType"] = "application/octet-stream",
        ["payload"] = Reference("schemas", schema),
        ["examples"] = new JsonArray(new JsonObject
        {
            ["name"] = vector,
            ["summary"] = $"In hex. {Examples.Summary(vector)}",
            ["payload"] = Examples.Hex(vector),
        }),
    };

    private static JsonObject Event(ContractKind kind)
    {
        JsonObject message = new()
        {
            ["title"] = kind.Name,
            ["summary"] = kind.Summary,
            ["contentType"] = "application/json",
            ["payload"] = Reference("schemas", EventSchemas.NameOf(kind)),
        };
        JsonNode[] examples = [.. Examples.Of(kind).Select(JsonNode (e) => new JsonObject { ["payload"] = e })];
        if (examples.Length > 0)
        {
            message["examples"] = new JsonArray(examples);
        }

        return message;
    }

    private static JsonObject Schemas(IReadOnlyList<ContractKind> kinds)
    {
        JsonObject schemas = new()
        {
            ["batch"] = BatchLayout.Schema(),
            ["status"] = new JsonObject { ["type"] = "string", ["pattern"] = "^(online .*|offline)$" },
            ["event"] = EventSchemas.Any(kinds),
        };
        foreach ((string name, JsonObject schema) in EventSchemas.Choices(kinds).Concat(BridgeChannel.Schemas()))
        {
            schemas[name] = schema;
        }

        foreach (ContractKind kind in kinds)
        {
            schemas[EventSchemas.NameOf(kind)] = EventSchemas.Of(kind);
        }

        return schemas;
    }

    private static JsonArray ServerOf(string name) => [new JsonObject { ["$ref"] = $"#/servers/{name}" }];

    private static JsonObject References(IEnumerable<string> messages) => new(messages.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Reference("messages", name))));

    private static JsonObject Reference(string what, string name) => new() { ["$ref"] = $"#/components/{what}/{name}" };

    private static JsonObject Mqtt(JsonObject binding)
    {
        binding["bindingVersion"] = "0.2.0";
        return new JsonObject { ["mqtt"] = binding };
    }
}
