using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoEvents.Bridge;

namespace NanoEvents.Webhooks;

/// <summary>Packs events of one device. The same events give the same parcels, so a bridge that begins again sends the same ids.</summary>
internal sealed class Parcels(WebhookOptions options)
{
    private static readonly JsonWriterOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool _isBatch = options.MaxBatch > 1;

    public IEnumerable<Parcel> Of(IReadOnlyList<NanoEvent> events)
    {
        // The brackets; each event takes a comma besides.
        const int Frame = 1;
        List<NanoEvent> packed = [];
        List<byte[]> texts = [];
        int bytes = Frame;
        foreach (NanoEvent e in events)
        {
            byte[] text = Write(e);
            if (packed.Count == options.MaxBatch || (packed.Count > 0 && bytes + text.Length + 1 > options.MaxBatchBytes))
            {
                yield return new Parcel(packed, texts, _isBatch);
                (packed, texts, bytes) = ([], [], Frame);
            }

            packed.Add(e);
            texts.Add(text);
            bytes += text.Length + 1;
        }

        if (packed.Count > 0)
        {
            yield return new Parcel(packed, texts, _isBatch);
        }
    }

    /// <summary>The event as a CloudEvent 1.0 in structured mode. Its data is what <c>nanoevents watch --json</c> prints.</summary>
    public static byte[] Write(in NanoEvent e)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _json))
        {
            json.WriteStartObject();
            json.WriteString("specversion", CloudEvent.Version);
            json.WriteString("id", EventId.Of(e));
            json.WriteString("source", CloudEvent.SourceOf(e));
            json.WriteString("type", CloudEvent.TypeOf(e));
            if (CloudEvent.TimeOf(e) is { } time)
            {
                json.WriteString("time", time);
            }

            json.WriteString("datacontenttype", CloudEvent.ContentType);
            json.WritePropertyName("data");
            EventJson.Write(json, e);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
