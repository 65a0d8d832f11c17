using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NanoEvents.Bridge;

/// <summary>The JSON of an event in a target: what <c>nanoevents watch --json</c> prints.</summary>
internal static class RecordJson
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The event as UTF-8.</summary>
    public static byte[] Write(in NanoEvent e)
    {
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>();
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            EventJson.Write(json, e);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record, whoever has written it.</summary>
    /// <param name="json">The event as UTF-8.</param>
    /// <param name="e">The event.</param>
    /// <param name="problem">Why it is none, as a line without a point; empty if it is one.</param>
    /// <returns>Whether it is an event of a device, with a number where its kind has one.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> json, out NanoEvent e, out string problem)
    {
        e = default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return TryRead(document.RootElement, out e, out problem);
        }
        catch (JsonException bad)
        {
            problem = bad.Message;
            return false;
        }
    }

    /// <summary>Reads a record that is a part of a document.</summary>
    /// <param name="json">The event.</param>
    /// <param name="e">The event.</param>
    /// <param name="problem">Why it is none, as a line without a point; empty if it is one.</param>
    /// <returns>Whether it is an event of a device, with a number where its kind has one.</returns>
    public static bool TryRead(JsonElement json, out NanoEvent e, out string problem)
    {
        e = default;
        try
        {
            e = new EventJsonReader(json).Read();
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
}
