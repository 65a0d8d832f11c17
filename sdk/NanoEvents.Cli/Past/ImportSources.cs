using System.Text;
using System.Text.Json;
using NanoEvents.Cli.Output;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Past;

/// <summary>What can be imported: a trace, or the lines that `watch --json` and `export --json` print.</summary>
internal static class ImportSources
{
    // The events of a trace in one list: as many as a batch has.
    private const int ListSize = 64;
    private const int MaxErrors = 10;
    private const int MaxCharsALine = 65_536;

    /// <summary>The events that a device would raise for a trace.</summary>
    /// <exception cref="TraceException">A line is invalid; the events before it have been given out.</exception>
    public static IEnumerable<EventBatch> OfTrace(Trace trace, string device)
    {
        foreach (byte[] batch in BatchEncoder.Encode(trace, ListSize))
        {
            List<NanoEvent> events = [];
            BatchDecoder.TryDecode(batch, events, out _, device);
            yield return new EventBatch(events, null);
        }
    }

    /// <summary>The events of lines of JSON. A line that is no event is told, and goes to the dead letters.</summary>
    public static IEnumerable<EventBatch> OfLines(TextReader input, string name, Counts counts)
    {
        LineReader lines = new(input, MaxCharsALine);
        List<NanoEvent> events = [];
        for (int number = 1; lines.Read() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line) || IsSummary(line))
            {
                continue;
            }

            string why = lines.IsCut ? $"longer than {MaxCharsALine} characters" : Read(line, events);
            if (why.Length > 0)
            {
                counts.Bad++;
                if (counts.Bad <= MaxErrors)
                {
                    StandardError.Error($"{name}, line {number}: {why}");
                }

                yield return new EventBatch([.. events], null);
                events.Clear();
                yield return new EventBatch([], null) { Undecoded = new UndecodedMessage($"{name}, line {number}", why, Encoding.UTF8.GetBytes(line)) };
            }

            if (events.Count == ListSize)
            {
                yield return new EventBatch([.. events], null);
                events.Clear();
            }
        }

        yield return new EventBatch(events, null);
        if (counts.Bad > MaxErrors)
        {
            StandardError.Error($"{counts.Bad - MaxErrors} more lines like these");
        }
    }

    // `demo --json` ends with one.
    private static bool IsSummary(string line) => line.StartsWith("""{"kind":"summary",""", StringComparison.Ordinal);

    /// <returns>What is wrong with the line; empty if its event was added.</returns>
    private static string Read(string line, List<NanoEvent> into)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            NanoEvent e = new EventJsonReader(json.RootElement).Read();
            if (e.Device.Length == 0)
            {
                return "this event names no device";
            }

            into.Add(e);
            return "";
        }
        catch (JsonException bad)
        {
            // A text that is no JSON has a place; an object that is no event has words of ours.
            return bad.LineNumber is null ? bad.Message : "not an event as watch --json prints it";
        }
    }

    /// <summary>What was found wrong.</summary>
    internal sealed class Counts
    {
        public int Bad { get; set; }
    }
}
