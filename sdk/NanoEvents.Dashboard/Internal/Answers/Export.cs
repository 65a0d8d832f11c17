using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>Events as a file: lines as those of `watch --json` or `watch --csv`. It is written as it is read.</summary>
internal sealed class Export(EventHistory history, bool isCsv)
{
    private const int Flushed = 32 * 1024;

    public string ContentType => isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";

    /// <summary>The name of the file: its first day, its last one, and what it is.</summary>
    public string FileName(Question question) =>
        string.Create(CultureInfo.InvariantCulture, $"nanoevents-{question.From:yyyyMMdd}-{question.To:yyyyMMdd}.{(isCsv ? "csv" : "jsonl")}");

    public async Task WriteAsync(Question question, PipeWriter output, CancellationToken cancellationToken)
    {
        HashSet<string> devices = new(question.Devices, StringComparer.Ordinal);
        StringBuilder text = new(isCsv ? EventCsv.Header + "\r\n" : "");
        string? one = devices.Count == 1 ? devices.Single() : null;
        await foreach (NanoEvent e in history.ReadEventsAsync(one, question.From, question.To, cancellationToken).ConfigureAwait(false))
        {
            if (devices.Count == 0 || devices.Contains(e.Device))
            {
                text.Append(isCsv ? EventCsv.Line(e) : JsonSerializer.Serialize(e)).Append(isCsv ? "\r\n" : "\n");
                if (text.Length > Flushed)
                {
                    await FlushAsync(text, output, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        await FlushAsync(text, output, cancellationToken).ConfigureAwait(false);
    }

    private static async Task FlushAsync(StringBuilder text, PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        text.Clear();
    }
}
