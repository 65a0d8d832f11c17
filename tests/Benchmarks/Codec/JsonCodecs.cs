using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>An event on its own as JSON with short names.</summary>
/// <param name="B">Boot.</param>
/// <param name="Q">Sequence.</param>
/// <param name="T">Milliseconds since 1970.</param>
/// <param name="S">Source.</param>
/// <param name="C">Temperature in °C.</param>
/// <param name="M">Moving.</param>
internal readonly record struct JsonSingle(int B, uint Q, long T, int S, decimal? C, bool? M);

/// <summary>An event of a batch; boot and first sequence stand once for all.</summary>
internal readonly record struct JsonItem(long T, int S, decimal? C, bool? M);

/// <summary>A batch.</summary>
internal sealed record JsonBatch(int B, uint Q, JsonItem[] E);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonSingle))]
[JsonSerializable(typeof(JsonBatch))]
internal sealed partial class JsonModels : JsonSerializerContext;

/// <summary>System.Text.Json with generated code, an event a message.</summary>
internal sealed class JsonSingleCodec : ICodec
{
    public string Name => "JSON, short names";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        RecordedEvent e = events[0];
        JsonSingle model = new(e.Boot, e.Sequence, e.TimeMs, e.Source, e.IsMotion ? null : e.Value / 100m, e.IsMotion ? e.Value != 0 : null);
        return JsonSerializer.SerializeToUtf8Bytes(model, JsonModels.Default.JsonSingle);
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        JsonSingle e = JsonSerializer.Deserialize(payload, JsonModels.Default.JsonSingle);
        into[0] = new RecordedEvent(e.B, e.Q, e.T, e.S, e.M is not null, e.M is { } moving ? moving ? 1 : 0 : (int)(e.C!.Value * 100));
        return 1;
    }
}

/// <summary>System.Text.Json with generated code, many events a message.</summary>
internal sealed class JsonBatchCodec : ICodec
{
    public string Name => "JSON, short names";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        JsonItem[] items = new JsonItem[events.Length];
        for (int i = 0; i < items.Length; i++)
        {
            RecordedEvent e = events[i];
            items[i] = new JsonItem(e.TimeMs, e.Source, e.IsMotion ? null : e.Value / 100m, e.IsMotion ? e.Value != 0 : null);
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonBatch(events[0].Boot, events[0].Sequence, items), JsonModels.Default.JsonBatch);
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        JsonBatch batch = JsonSerializer.Deserialize(payload, JsonModels.Default.JsonBatch)!;
        for (int i = 0; i < batch.E.Length; i++)
        {
            ref JsonItem e = ref batch.E[i];
            into[i] = new RecordedEvent(batch.B, batch.Q + (uint)i, e.T, e.S, e.M is not null, e.M is { } moving ? moving ? 1 : 0 : (int)(e.C!.Value * 100));
        }

        return batch.E.Length;
    }
}
