using System.Text.Json.Nodes;
using NanoEvents.Bridge;

namespace NanoEvents.Cli.Contract;

/// <summary>What a bridge writes to one kind of target: where, and what a record is.</summary>
/// <param name="Name">The name of channel and server.</param>
/// <param name="Address">The channel's address, as in the pages' examples.</param>
/// <param name="Description">What the address is.</param>
/// <param name="Server">The system, as a server of AsyncAPI 3.0.</param>
/// <param name="Records">The messages, by their names.</param>
internal sealed record BridgeChannel(string Name, string Address, string Description, JsonObject Server, IReadOnlyDictionary<string, JsonObject> Records)
{
    private const string Json = CloudEvent.ContentType;
    private const string Type = "content-type";
    private const string DuplicateId = "_AMQ_DUPL_ID";

    /// <summary>What AsyncAPI's bindings say of the way in which a record is written; null if they know nothing.</summary>
    public JsonObject? Bindings { get; init; }

    public static IReadOnlyList<BridgeChannel> All { get; } = [Kafka(), Redis(), Amqp(), EventHubs(), Webhook()];

    /// <summary>The schemas that the records refer to, besides that of an event.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Schemas()
    {
        yield return new("redisEntry", Object("An entry of the stream has two fields.", new()
        {
            ["id"] = Id(),
            ["event"] = new JsonObject { ["type"] = "string", ["contentMediaType"] = Json, ["description"] = "The event, as a record in Kafka has it" },
        }));
        JsonObject attributes = Attributes("");
        attributes["datacontenttype"] = Text("What `data` is", Json);
        attributes["data"] = EventSchema();
        yield return new("cloudEvent", Object("CloudEvents 1.0, structured.", attributes, "time"));
        yield return new("cloudEvents", new() { ["type"] = "array", ["description"] = "CloudEvents 1.0, batched.", ["items"] = new JsonObject { ["$ref"] = "#/components/schemas/cloudEvent" } });
    }

    private static BridgeChannel Kafka() => new(
        "kafka",
        "nanoevents",
        "The topic that `--to kafka://HOST/TOPIC` names. One record for each event; all records of a device are in one partition, in order.",
        ServerOf("kafka", "9092", "Brokers of Kafka; `kafka-secure` for TLS."),
        Record("kafkaRecord", "An event in Kafka", Headers("ce_", Type), "ce_", Type, new()
        {
            ["bindings"] = new JsonObject
            {
                ["kafka"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "string", ["description"] = "The device's name" },
                    ["bindingVersion"] = "0.5.0",
                },
            },
        }));

    private static BridgeChannel Redis() => new(
        "redis",
        "events",
        "The stream that `--to redis://HOST/STREAM` names. One entry for each event.",
        ServerOf("redis", "6379", "Redis 6.2 or later; `rediss` for TLS."),
        One("redisEntry", new()
        {
            ["title"] = "An event in Redis",
            ["contentType"] = Json,
            ["payload"] = new JsonObject { ["$ref"] = "#/components/schemas/redisEntry" },
            ["examples"] = ExamplesOf(e => new() { ["payload"] = new JsonObject { ["id"] = EventId.Of(e), ["event"] = Examples.Line(e) } }),
        }));

    private static BridgeChannel Amqp() => new(
        "amqp",
        "/exchange/nanoevents/events",
        "The address that `--to amqp://HOST/ADDRESS` names; here an exchange of RabbitMQ, with a routing key. One durable message for each event; a crash can leave some twice, with the same message-id.",
        ServerOf("amqp1", "5672", "A broker that speaks AMQP 1.0: ActiveMQ, RabbitMQ, Azure Service Bus; `amqps` for TLS."),
        Record("amqpMessage", "An event in AMQP 1.0", Headers("cloudEvents:", DuplicateId), "cloudEvents:", DuplicateId, new()
        {
            ["description"] = "CloudEvents 1.0, binary: the headers are application properties.",
            ["x-amqp-properties"] = new JsonObject
            {
                ["message-id"] = "the id of the event: device/boot/sequence",
                ["group-id"] = "the device",
                ["content-type"] = Json,
                ["durable"] = true,
            },
        }));

    private static BridgeChannel EventHubs() => new(
        "eventHubs",
        "nanoevents-hub",
        "The hub that `--to eventhubs://NAMESPACE/HUB` names. AsyncAPI has no binding for Event Hubs: this is what AMQP 1.0 carries there.",
        ServerOf("amqp1", "5671", "Azure Event Hubs, over AMQP 1.0 with TLS.", "{namespace}.servicebus.windows.net"),
        Record("eventHubsMessage", "An event in Azure Event Hubs", Headers("cloudEvents:"), "cloudEvents:", null, new()
        {
            ["description"] = "CloudEvents 1.0, binary: the headers are application properties.",
            ["x-amqp-properties"] = new JsonObject { ["message-id"] = "the id of the event: device/boot/sequence", ["content-type"] = Json },
            ["x-partition-key"] = "the device",
        }));

    private static BridgeChannel Webhook() => new(
        "webhook",
        "/hook",
        "The address that `--to https://HOST/PATH` names. A POST for each event, or for several of one device; an answer of 2xx says that they are taken.",
        ServerOf("https", "443", "Your web server."),
        new Dictionary<string, JsonObject>
        {
            ["cloudEvent"] = Hook("An event in a webhook", "application/cloudevents+json", "cloudEvent", e => Structured(e)),
            ["cloudEvents"] = Hook("Events in a webhook", "application/cloudevents-batch+json", "cloudEvents", e => new JsonArray(Structured(e))),
        })
    {
        Bindings = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["bindingVersion"] = "0.3.0" } },
    };

    private static JsonObject Hook(string title, string contentType, string schema, Func<NanoEvent, JsonNode> payload) => new()
    {
        ["title"] = title,
        ["description"] = "Signed as Standard Webhooks say: HMAC-SHA256 over id, timestamp and body.",
        ["contentType"] = contentType,
        ["headers"] = Object("Headers of the request.", new()
        {
            ["webhook-id"] = Text("The id of the event, or those of the first and the last one with ~ between them: the same text at each try"),
            ["webhook-timestamp"] = Text("When this try was signed: seconds since 1970"),
            ["webhook-signature"] = Text("`v1,` and the signature in Base64; several, with blanks between them, while a key is changed"),
        }),
        ["payload"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" },
        ["examples"] = ExamplesOf(e => new() { ["payload"] = payload(e) }),
    };

    private static JsonObject Structured(NanoEvent e)
    {
        JsonObject cloudEvent = Values("", e);
        cloudEvent["datacontenttype"] = Json;
        cloudEvent["data"] = Examples.ToJson(e);
        return cloudEvent;
    }

    // An event as JSON, with CloudEvents' attributes as headers.
    private static Dictionary<string, JsonObject> Record(string name, string title, JsonObject headers, string prefix, string? besides, JsonObject more)
    {
        JsonObject message = new()
        {
            ["title"] = title,
            ["contentType"] = Json,
            ["headers"] = headers,
            ["payload"] = EventSchema(),
            ["examples"] = ExamplesOf(e =>
            {
                JsonObject values = Values(prefix, e);
                if (besides is not null)
                {
                    values[besides] = besides == Type ? Json : EventId.Of(e);
                }

                return new() { ["headers"] = values, ["payload"] = Examples.ToJson(e) };
            }),
        };
        foreach ((string part, JsonNode? value) in more)
        {
            message[part] = value?.DeepClone();
        }

        return One(name, message);
    }

    private static JsonObject Headers(string prefix, string? besides = null)
    {
        JsonObject attributes = Attributes(prefix);
        if (besides is not null)
        {
            attributes[besides] = besides == Type ? Text("What the value is", Json) : Text("The event's id, once more: ActiveMQ Artemis drops what comes twice");
        }

        return Object("The attributes of CloudEvents 1.0.", attributes, prefix + "time");
    }

    private static JsonObject Attributes(string prefix) => new()
    {
        [prefix + "specversion"] = Text("The version of CloudEvents", CloudEvent.Version),
        [prefix + "id"] = Id(),
        [prefix + "source"] = Text("`nanoevents/` and the device's name"),
        [prefix + "type"] = Text("`nanoevents.` and the kind"),
        [prefix + "time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it happened; absent if unknown" },
    };

    private static JsonObject Values(string prefix, NanoEvent e) => new()
    {
        [prefix + "specversion"] = CloudEvent.Version,
        [prefix + "id"] = EventId.Of(e),
        [prefix + "source"] = CloudEvent.SourceOf(e),
        [prefix + "type"] = CloudEvent.TypeOf(e),
        [prefix + "time"] = CloudEvent.TimeOf(e),
    };

    private static JsonObject Id() => Text("The event's id, the same text each time it is written: device/boot/sequence, …/boot, or …/lost-FROM. Leave out what you have had.");

    private static JsonObject Text(string description, string? only = null)
    {
        JsonObject schema = new() { ["type"] = "string", ["description"] = description };
        if (only is not null)
        {
            schema["const"] = only;
        }

        return schema;
    }

    private static JsonObject Object(string description, JsonObject properties, params string[] optional) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["properties"] = properties,
        ["required"] = new JsonArray([.. properties.Select(p => p.Key).Where(name => !optional.Contains(name)).Select(JsonNode (name) => JsonValue.Create(name))]),
    };

    private static JsonObject EventSchema() => new() { ["$ref"] = "#/components/schemas/event" };

    private static Dictionary<string, JsonObject> One(string name, JsonObject message) => new() { [name] = message };

    private static JsonArray ExamplesOf(Func<NanoEvent, JsonObject> show) =>
        [.. new[] { EventKind.Temperature, EventKind.Motion }.Select(kind => (JsonNode)show(Examples.First(kind)))];

    private static JsonObject ServerOf(string protocol, string port, string description, string host = "{host}")
    {
        string variable = host[1..host.IndexOf('}', StringComparison.Ordinal)];
        return new()
        {
            ["host"] = $"{host}:{{port}}",
            ["protocol"] = protocol,
            ["description"] = description,
            ["variables"] = new JsonObject
            {
                [variable] = new JsonObject { ["default"] = variable == "host" ? "127.0.0.1" : variable },
                ["port"] = new JsonObject { ["default"] = port },
            },
        };
    }
}
