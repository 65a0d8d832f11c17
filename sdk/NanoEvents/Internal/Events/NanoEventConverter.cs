using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoEvents;

/// <summary>
/// Events as JSON, as <c>nanoevents watch --json</c> prints them, and back. It needs no reflection, so it works in native programs, too.
/// </summary>
internal sealed class NanoEventConverter : JsonConverter<NanoEvent>
{
    public override NanoEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return new EventJsonReader(document.RootElement).Read();
    }

    public override void Write(Utf8JsonWriter writer, NanoEvent value, JsonSerializerOptions options) => EventJson.Write(writer, value);
}
