using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NanoEvents.Cli.Output;

/// <summary>Events as JSON, one object a line: what `--json` prints, and others rely on.</summary>
internal sealed class EventJson(TextWriter output)
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Write(in NanoEvent e)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer, _options))
        {
            json.WriteStartObject();
            WriteCommon(json, e);
            WriteKind(json, e);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    public void WriteSummary(DemoSummary summary)
    {
        string lostBy = summary.LostBy is { } by ? $$""","lostBy":{"overflow":{{by.Overflow}},"transit":{{by.Transit}},"restart":{{by.Restart}}}""" : "";
        output.WriteLine(
            $$"""{"kind":"summary","raised":{{summary.Raised}},"delivered":{{summary.Delivered}},"lost":{{summary.Lost}},"duplicates":{{summary.Duplicates}},"batches":{{summary.Batches}},"payloadBytes":{{summary.PayloadBytes}}{{lostBy}}}""");
    }

    private static void WriteCommon(Utf8JsonWriter json, in NanoEvent e)
    {
        json.WriteString("device", e.Device.Length == 0 ? null : e.Device);
        json.WriteNumber("boot", e.Boot);
        WriteNumber(json, "sequence", e.Sequence);
        json.WriteString("time", Time(e.Time));
        json.WriteString("clock", Name(e.Clock));
        json.WriteString("kind", KindTable.Of(e.Kind).Name);
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
            case decimal hundredths:
                json.WriteNumberValue(hundredths);
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

    private static string Name(ClockQuality clock) => clock switch
    {
        ClockQuality.Synchronized => "synchronized",
        ClockQuality.Estimated => "estimated",
        _ => "unknown",
    };
}
