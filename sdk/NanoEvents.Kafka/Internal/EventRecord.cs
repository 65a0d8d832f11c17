using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// An event as a record: the device as key, JSON as value, and CloudEvents' attributes as headers, as its binding for Kafka says. One thread writes.
/// </summary>
internal sealed class EventRecord
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly byte[] _version = "1.0"u8.ToArray();
    private static readonly byte[] _json = "application/json"u8.ToArray();
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public Message<byte[], byte[]> Write(in NanoEvent e) => new()
    {
        Key = Encoding.UTF8.GetBytes(e.Device),
        Value = WriteValue(e),
        Headers = WriteHeaders(e),
    };

    /// <summary>Reads the value of a record, whoever has written it.</summary>
    /// <returns>Whether it is an event of a device, with a number where its kind has one.</returns>
    public static bool TryRead(byte[]? value, out NanoEvent e, out string problem)
    {
        e = default;
        problem = "";
        try
        {
            using JsonDocument json = JsonDocument.Parse(value);
            e = new EventJsonReader(json.RootElement).Read();
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            problem = bad.Message;
            return false;
        }

        bool hasNumber = e.Sequence is not null || e.Kind is EventKind.Boot or EventKind.Lost;
        problem = !DeviceName.IsValidUnderPrefix(e.Device) ? "the name of the device is invalid" : hasNumber ? "" : "the event has no number";
        return problem.Length == 0;
    }

    private byte[] WriteValue(in NanoEvent e)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, _options))
        {
            EventJson.Write(json, e);
        }

        return _buffer.WrittenSpan.ToArray();
    }

    private static Headers WriteHeaders(in NanoEvent e)
    {
        var headers = new Headers
        {
            { "ce_specversion", _version },
            { "ce_id", Encoding.UTF8.GetBytes(EventId.Of(e)) },
            { "ce_source", Encoding.UTF8.GetBytes("nanoevents/" + e.Device) },
            { "ce_type", Encoding.UTF8.GetBytes("nanoevents." + e.KindName) },
            { "content-type", _json },
        };
        if (e.Time is { } time)
        {
            string text = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            headers.Add("ce_time", Encoding.UTF8.GetBytes(text));
        }

        return headers;
    }
}
