using System.Text;
using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// An event as a record: the device as key, JSON as value, and CloudEvents' attributes as headers, as its binding for Kafka says.
/// </summary>
internal static class EventRecord
{
    private static readonly byte[] _version = Encoding.UTF8.GetBytes(CloudEvent.Version);
    private static readonly byte[] _json = Encoding.UTF8.GetBytes(CloudEvent.ContentType);

    public static Message<byte[], byte[]> Write(in NanoEvent e) => new()
    {
        Key = Encoding.UTF8.GetBytes(e.Device),
        Value = RecordJson.Write(e),
        Headers = WriteHeaders(e),
    };

    private static Headers WriteHeaders(in NanoEvent e)
    {
        var headers = new Headers
        {
            { "ce_specversion", _version },
            { "ce_id", Encoding.UTF8.GetBytes(EventId.Of(e)) },
            { "ce_source", Encoding.UTF8.GetBytes(CloudEvent.SourceOf(e)) },
            { "ce_type", Encoding.UTF8.GetBytes(CloudEvent.TypeOf(e)) },
            { "content-type", _json },
        };
        if (CloudEvent.TimeOf(e) is { } time)
        {
            headers.Add("ce_time", Encoding.UTF8.GetBytes(time));
        }

        return headers;
    }
}
