using Azure.Messaging.EventHubs;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>
/// An event as an entry of a hub: JSON as body, the id as message id, and CloudEvents' attributes as application properties, as its binding for AMQP says.
/// </summary>
internal static class HubEvent
{
    private const string Prefix = "cloudEvents:";

    public static EventData Write(in NanoEvent e)
    {
        string id = EventId.Of(e);
        var data = new EventData(RecordJson.Write(e)) { MessageId = id, ContentType = CloudEvent.ContentType };
        data.Properties[Prefix + "specversion"] = CloudEvent.Version;
        data.Properties[Prefix + "id"] = id;
        data.Properties[Prefix + "source"] = CloudEvent.SourceOf(e);
        data.Properties[Prefix + "type"] = CloudEvent.TypeOf(e);
        if (CloudEvent.TimeOf(e) is { } time)
        {
            data.Properties[Prefix + "time"] = time;
        }

        return data;
    }

    /// <summary>Reads an entry, whoever has written it.</summary>
    public static bool TryRead(EventData data, out NanoEvent e, out string problem)
    {
        (e, problem) = (default, "its body is no bytes");
        return HasBytes(data) && RecordJson.TryRead(BytesOf(data), out e, out problem);
    }

    /// <summary>The body of an entry; empty if it is of another kind.</summary>
    public static ReadOnlyMemory<byte> BytesOf(EventData data) => HasBytes(data) ? data.EventBody.ToMemory() : default;

    private static bool HasBytes(EventData data) => data.GetRawAmqpMessage().Body.TryGetData(out _);
}
