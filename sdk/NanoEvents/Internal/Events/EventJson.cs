using System.Globalization;
using System.Text.Json;

namespace NanoEvents;

/// <summary>Writes events as JSON objects: what `--json` prints and <see cref="NanoEventConverter"/> returns. Other programs rely on it.</summary>
internal static class EventJson
{
    public static void Write(Utf8JsonWriter json, in NanoEvent e)
    {
        json.WriteStartObject();
        WriteCommon(json, e);
        WriteKind(json, e);
        json.WriteEndObject();
    }

    public static string NameOf(ClockQuality clock) => clock switch
    {
        ClockQuality.Synchronized => "synchronized",
        ClockQuality.Estimated => "estimated",
        _ => "unknown",
    };

    private static void WriteCommon(Utf8JsonWriter json, in NanoEvent e)
    {
        json.WriteString("device", e.Device.Length == 0 ? null : e.Device);
        json.WriteNumber("boot", e.BootId);
        WriteNumber(json, "sequence", e.Sequence);
        json.WriteString("time", Time(e.Time));
        json.WriteString("clock", NameOf(e.Clock));
        json.WriteString("kind", e.KindName);
        WriteNumber(json, "source", e.Source);
        if (!string.IsNullOrEmpty(e.Name))
        {
            json.WriteString("name", e.Name);
        }
    }

    private static void WriteKind(Utf8JsonWriter json, in NanoEvent e)
    {
        foreach (KindField field in KindTable.Of(e.Kind).Fields)
        {
            object? value = field.Read(e);
            if (value is null && field.Absence == FieldAbsence.LeftOut)
            {
                continue;
            }

            json.WritePropertyName(field.Name);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case decimal measured:
                json.WriteNumberValue(measured);
                break;
            case long count:
                json.WriteNumberValue(count);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(Time(time));
                break;
            default:
                json.WriteStringValue((string?)value);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
