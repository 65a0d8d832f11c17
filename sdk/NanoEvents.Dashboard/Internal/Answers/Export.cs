using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using NanoEvents.Bridge;
using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>Events as a file: JSON lines as those of `watch --json`, or CSV. It is written as it is read.</summary>
internal sealed class Export(EventHistory history, bool isCsv)
{
    private const string Columns = "id,time,clock,device,source,name,kind,value,unit,state,detail";
    private const int Flushed = 32 * 1024;

    public string ContentType => isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";

    /// <summary>The name of the file: its first day, its last one, and what it is.</summary>
    public string FileName(Question question) =>
        string.Create(CultureInfo.InvariantCulture, $"nanoevents-{question.From:yyyyMMdd}-{question.To:yyyyMMdd}.{(isCsv ? "csv" : "jsonl")}");

    public async Task WriteAsync(Question question, PipeWriter output, CancellationToken cancellationToken)
    {
        HashSet<string> devices = new(question.Devices, StringComparer.Ordinal);
        StringBuilder text = new(isCsv ? Columns + "\r\n" : "");
        string? one = devices.Count == 1 ? devices.Single() : null;
        await foreach (NanoEvent e in history.ReadEventsAsync(one, question.From, question.To, cancellationToken).ConfigureAwait(false))
        {
            if (devices.Count == 0 || devices.Contains(e.Device))
            {
                text.Append(isCsv ? Row(e) : JsonSerializer.Serialize(e)).Append(isCsv ? "\r\n" : "\n");
                if (text.Length > Flushed)
                {
                    await FlushAsync(text, output, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        await FlushAsync(text, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An event as a row.</summary>
    public static string Row(in NanoEvent e) => string.Join(',', new[]
    {
        EventId.Of(e), e.Time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "", NowViews.Word(e.Clock), e.Device, e.Source?.ToString(CultureInfo.InvariantCulture) ?? "", e.Name ?? "",
        e.Measurement is { } m && e.Kind == m.Kind ? m.Name : e.Condition is { } c && e.Kind == c.Kind ? c.Name : NowViews.Word(e.Kind), e.Value?.ToString(CultureInfo.InvariantCulture) ?? "", e.Unit ?? "",
        e.Moving is { } moving ? (moving ? "moving" : "still") : e.On is { } on ? e.Condition!.Word(on) : "", Detail(e),
    }.Select(Field));

    private static string Detail(in NanoEvent e) => e.Kind switch
    {
        EventKind.Threshold => string.Create(CultureInfo.InvariantCulture, $"{(e.Entered == true ? "beyond" : "back from")} {NowViews.Word(e.Side!.Value)} {e.Limit}"),
        EventKind.Fault => $"{e.Reason} {(e.Began == true ? "began" : "ended")}",
        EventKind.Chatter => string.Create(CultureInfo.InvariantCulture, $"{e.Count} edges"),
        EventKind.Boot => $"{e.Cause} {e.Firmware}".TrimEnd(),
        EventKind.Lost => string.Create(CultureInfo.InvariantCulture, $"{e.Cause} {e.Count}").TrimEnd(),
        _ => "",
    };

    // A spreadsheet takes what begins like a formula for one, and names come from elsewhere.
    private static string Field(string text)
    {
        string safe = text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static async Task FlushAsync(StringBuilder text, PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        text.Clear();
    }
}
