using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NanoEvents.Cli.Output;

/// <summary>What `--json` prints: events as JSON, one object a line.</summary>
internal sealed class JsonLines(TextWriter output)
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Write(in NanoEvent e)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer, _options))
        {
            EventJson.Write(json, e);
        }

        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    public void WriteSummary(DemoSummary summary)
    {
        string lostBy = summary.LostBy is { } by ? $$""","lostBy":{"overflow":{{by.Overflow}},"transit":{{by.Transit}},"restart":{{by.Restart}}}""" : "";
        output.WriteLine(
            $$"""{"kind":"summary","raised":{{summary.Raised}},"delivered":{{summary.Delivered}},"lost":{{summary.Lost}},"duplicates":{{summary.Duplicates}},"batches":{{summary.Batches}},"payloadBytes":{{summary.PayloadBytes}},"otherBytes":{{summary.OtherBytes}}{{lostBy}}}""");
    }
}
