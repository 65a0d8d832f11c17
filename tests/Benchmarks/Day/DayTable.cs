using System.Globalization;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Day;

/// <summary>The bytes of a part of a trace by kind of message, as the model has them.</summary>
internal sealed class DayTable
{
    private readonly List<(string Kind, DayBytes Bytes)> _rows = [];

    public DayTable(Trace trace, TimeSpan length, bool isVersion5 = false, Action<Settings>? set = null)
    {
        Settings settings = PlayedDay.Settings(trace);
        set?.Invoke(settings);
        WireModel model = new(settings, isVersion5);
        (List<SentMessage> sent, Raised) = PlayedDay.Play(trace, settings, length);
        _rows.Add(("events", Sum(model, sent, Topic.Events)));
        _rows.Add(("states", Sum(model, sent, Topic.State)));
        _rows.Add(("names", Sum(model, sent, Topic.Names)));
        _rows.Add(("status", model.Status(new Boot(0x654321, BootCause.Unknown).Online.Length)));
        _rows.Add(("pings", WireModel.OfPing * model.Pings(sent, (long)length.TotalMilliseconds)));
        _rows.Add(("connects", model.Connect()));
    }

    /// <summary>How many events were raised.</summary>
    public uint Raised { get; }

    /// <summary>The batches of events.</summary>
    public DayBytes Events => _rows[0].Bytes;

    /// <summary>The payload of the batches for each event, in bytes.</summary>
    public double PayloadOfAnEvent => (double)Events.Payload / Raised;

    /// <summary>Everything.</summary>
    public DayBytes Total => _rows.Select(row => row.Bytes).Aggregate((one, other) => one + other);

    public void Print(string title)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine();
        Console.WriteLine(string.Create(culture, $"{title}: {Raised:N0} events"));
        Console.WriteLine();
        Console.WriteLine("| kind | messages | payload | sent | acknowledged | together | |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((string kind, DayBytes bytes) in _rows.Append(("all", Total)))
        {
            Console.WriteLine(string.Create(
                culture,
                $"| {kind} | {bytes.Messages:N0} | {bytes.Payload:N0} | {bytes.Sent:N0} | {bytes.Acknowledged:N0} | {bytes.Total:N0} | {100.0 * bytes.Total / Total.Total:0} % |"));
        }
    }

    private static DayBytes Sum(WireModel model, List<SentMessage> sent, int topic) =>
        sent.Where(message => message.Topic == topic).Aggregate(default(DayBytes), (sum, message) => sum + model.Of(message));
}
