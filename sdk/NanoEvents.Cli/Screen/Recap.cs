using System.Globalization;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Screen;

/// <summary>What is left on the terminal at the end: what happened, what was kept, what it cost, and what to try next.</summary>
internal sealed class Recap
{
    private const int MaxMarks = 4;
    private const int Indent = 11;
    private static readonly string[] _next =
        ["broker --local", "simulate --broker mqtt://127.0.0.1 --device flat", "watch --broker mqtt://127.0.0.1"];

    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _marks = [];
    private readonly Dictionary<string, DateTimeOffset?> _faults = [];
    private int _moreMarks;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    /// <summary>Takes an event that has been delivered.</summary>
    public void Put(in NanoEvent e)
    {
        _first ??= e.Time;
        _last = e.Time ?? _last;
        string kind = e.Kind switch
        {
            EventKind.Motion => "motion edge",
            EventKind.Threshold => "limit crossing",
            EventKind.Fault => "fault report",
            EventKind.Boot or EventKind.Lost => "",
            EventKind.Temperature => "temperature",
            _ => "other",
        };
        if (kind.Length > 0)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        }

        string where = EventLine.Where(e).TrimEnd();
        if (e.Kind == EventKind.Fault && e.Began == true)
        {
            _faults[where] = e.Time;
        }
        else if (e.Kind == EventKind.Fault && _faults.Remove(where, out DateTimeOffset? since))
        {
            Mark($"{Room.Clock(since)} {where}: {e.Reason}{(e.Time - since is { } length ? $" for {length.TotalMinutes:0} min" : "")}");
        }
        else if (e.Kind is EventKind.Threshold or EventKind.Lost)
        {
            Mark($"{Room.Clock(e.Time)} {where}{(where.Length > 0 ? ": " : "")}{EventLine.What(e)}");
        }
    }

    /// <summary>The recap's lines.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="took">How long it has taken.</param>
    /// <param name="command">What to type to start this program.</param>
    /// <param name="width">The terminal's columns.</param>
    public IEnumerable<string> Lines(DemoStatus status, TimeSpan took, string command, int width)
    {
        DemoSummary sum = status.Summary;
        string counts = string.Join(", ", _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}{(count.Value == 1 ? "" : "s")}")));
        List<(string Head, string Text)> parts = [("Happened", $"{sum.Delivered} events{(counts.Length > 0 ? $": {counts}" : "")}")];
        parts.AddRange(_marks.Select(mark => ("", mark)));
        if (_moreMarks > 0)
        {
            parts.Add(("", $"and {_moreMarks} more"));
        }

        parts.AddRange(status.Outages.Select((outage, i) => (i == 0 ? "Kept" : "", $"the broker was away from {Room.Clock(outage.From)} to {Room.Clock(outage.Until)}: the device kept {outage.Kept} events, and sent them afterwards")));
        parts.Add(("Balance", $"{sum.Balance}; {sum.Duplicates} came twice"));
        parts.Add(("Cost", $"{sum.Cost}"));

        string when = _first is { } first && _last is { } last
            ? string.Create(CultureInfo.InvariantCulture, $", {first.UtcDateTime:yyyy-MM-dd HH:mm} to {(last.Date == first.Date ? "" : $"{last.UtcDateTime:yyyy-MM-dd} ")}{Room.Clock(last)} UTC") : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{status.What}{when}, in {took.TotalSeconds:0} s:");
        foreach ((string head, string text) in parts)
        {
            string before = head;
            foreach (string line in Wrapped(text, width - Indent))
            {
                yield return before.PadRight(Indent) + line;
                before = "";
            }
        }

        yield return "";
        yield return "Try next, each in its own terminal:";
        foreach (string next in _next)
        {
            yield return $"  {command} {next}";
        }
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        while (text.Length > width && text.LastIndexOf(' ', Math.Min(width, text.Length - 1)) is > 0 and int space)
        {
            yield return text[..space];
            text = text[(space + 1)..];
        }

        yield return text;
    }

    private void Mark(string text)
    {
        if (_marks.Count < MaxMarks)
        {
            _marks.Add(text);
        }
        else
        {
            _moreMarks++;
        }
    }
}
