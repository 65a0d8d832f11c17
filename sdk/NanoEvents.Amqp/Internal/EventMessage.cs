using Amqp.Framing;
using NanoEvents.Bridge;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp;

/// <summary>Events as messages: the JSON as body, and the attributes of CloudEvents as application properties, as its binding for AMQP says.</summary>
internal static class EventMessage
{
    // Artemis drops a message whose value it has seen lately.
    private const string Duplicate = "_AMQ_DUPL_ID";

    public static AmqpMessage Of(in NanoEvent e)
    {
        string id = EventId.Of(e);
        var properties = new ApplicationProperties
        {
            ["cloudEvents:specversion"] = CloudEvent.Version,
            ["cloudEvents:id"] = id,
            ["cloudEvents:source"] = CloudEvent.SourceOf(e),
            ["cloudEvents:type"] = CloudEvent.TypeOf(e),
            [Duplicate] = id,
        };
        if (CloudEvent.TimeOf(e) is { } time)
        {
            properties["cloudEvents:time"] = time;
        }

        return new AmqpMessage
        {
            Header = new Header { Durable = true },
            Properties = new Properties { MessageId = id, GroupId = e.Device, ContentType = CloudEvent.ContentType },
            ApplicationProperties = properties,
            BodySection = new Data { Binary = RecordJson.Write(e) },
        };
    }

    public static AmqpMessage Of(DeadLetter letter) => new()
    {
        Header = new Header { Durable = true },
        ApplicationProperties = new ApplicationProperties { ["source"] = letter.Source, ["reason"] = letter.Reason },
        BodySection = new Data { Binary = letter.Content.ToArray() },
    };

    /// <summary>Reads a message, whoever has written it.</summary>
    public static bool TryRead(AmqpMessage message, out NanoEvent e, out string problem)
    {
        e = default;
        problem = "the message has no body of bytes";
        return BodyOf(message) is { } body && RecordJson.TryRead(body, out e, out problem);
    }

    /// <summary>The bytes or the text of a message; null if it has none.</summary>
    public static byte[]? BodyOf(AmqpMessage message) => message.Body switch
    {
        byte[] bytes => bytes,
        string text => System.Text.Encoding.UTF8.GetBytes(text),
        _ => null,
    };
}
