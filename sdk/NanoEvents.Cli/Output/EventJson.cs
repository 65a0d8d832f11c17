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
        output.WriteLine(
            $$"""{"kind":"summary","raised":{{summary.Raised}},"delivered":{{summary.Delivered}},"lost":{{summary.Lost}},"duplicates":{{summary.Duplicates}},"batches":{{summary.Batches}},"payloadBytes":{{summary.PayloadBytes}}}""");
    }

    private static void WriteCommon(Utf8JsonWriter json, in NanoEvent e)
    {
        json.WriteString("device", e.Device.Length == 0 ? null : e.Device);
        json.WriteNumber("boot", e.Boot);
        WriteNumber(json, "sequence", e.Sequence);
        json.WriteString("time", Time(e.Time));
        json.WriteString("clock", Name(e.Clock));
        json.WriteString("kind", Name(e.Kind));
        WriteNumber(json, "source", e.Source);
        if (!string.IsNullOrEmpty(e.Name))
        {
            json.WriteString("name", e.Name);
        }
    }

    private static void WriteKind(Utf8JsonWriter json, in NanoEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Temperature:
                json.WriteNumber("celsius", Centi(e.CentiCelsius));
                break;
            case EventKind.Threshold:
                json.WriteNumber("celsius", Centi(e.CentiCelsius));
                json.WriteNumber("limit", Centi(e.LimitCentiCelsius));
                json.WriteString("side", e.Side == ThresholdSide.High ? "high" : "low");
                json.WriteBoolean("entered", e.Entered);
                break;
            case EventKind.Motion:
                json.WriteBoolean("moving", e.Moving);
                break;
            case EventKind.Chatter:
                WriteNumber(json, "count", e.Count);
                json.WriteString("first", Time(e.First));
                json.WriteString("last", Time(e.Last));
                break;
            case EventKind.Fault:
                json.WriteString("reason", e.Reason);
                json.WriteBoolean("began", e.Began);
                break;
            case EventKind.Boot:
                json.WriteString("cause", e.Cause);
                json.WriteString("firmware", e.Firmware);
                break;
            case EventKind.Lost:
                WriteLost(json, e);
                break;
            default:
                json.WriteNumber("number", e.RawKind);
                json.WriteBoolean("flag", e.RawFlag);
                json.WriteString("raw", Convert.ToHexStringLower(e.Raw.Span));
                break;
        }
    }

    private static void WriteLost(Utf8JsonWriter json, in NanoEvent e)
    {
        json.WriteNumber("from", e.From);
        if (e.Count is { } count)
        {
            json.WriteNumber("count", count);
        }

        json.WriteString("cause", e.Cause);
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

    private static decimal Centi(int value) => value * 0.01m;

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Name(ClockQuality clock) => clock switch
    {
        ClockQuality.Synchronized => "synchronized",
        ClockQuality.Estimated => "estimated",
        _ => "unknown",
    };

    private static string Name(EventKind kind) => kind switch
    {
        EventKind.Temperature => "temperature",
        EventKind.Threshold => "threshold",
        EventKind.Motion => "motion",
        EventKind.Chatter => "chatter",
        EventKind.Fault => "fault",
        EventKind.Boot => "boot",
        EventKind.Lost => "lost",
        _ => "unknown",
    };
}
