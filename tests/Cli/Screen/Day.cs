using System.Text.Json;
using System.Text.RegularExpressions;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Screen;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Tests.Screen;

/// <summary>The built-in day as the demo delivers it, on a date that stays. Batches and bytes are those of one run at the usual speed.</summary>
internal sealed partial class Day
{
    public static readonly DateTimeOffset Evening = new(2026, 11, 26, 18, 45, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Gone = new(2026, 11, 26, 18, 20, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Back = new(2026, 11, 26, 19, 0, 0, TimeSpan.Zero);

    private static readonly (string, SourceType)[] _sources =
    [
        ("kitchen", SourceType.Thermometer), ("bedroom", SourceType.Thermometer), ("hall", SourceType.MotionSensor), ("living room", SourceType.MotionSensor),
    ];

    private readonly NanoEvent[] _events;

    private Day(NanoEvent[] events) => _events = events;

    public static async Task<Day> PlayAsync()
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--speed", "max", "--json"])).AssertDone();
        return new Day([.. demo.Lines.SkipLast(1).Select(line => JsonSerializer.Deserialize<NanoEvent>(Date().Replace(line, "2026-11-26T")))]);
    }

    public IEnumerable<NanoEvent> Events => _events;

    public int Between(DateTimeOffset from, DateTimeOffset until) => _events.Count(e => e.Sequence != null && e.Time >= from && e.Time < until);

    /// <summary>The evening, while the broker is away.</summary>
    public (DemoScreen Screen, DemoStatus Status) WhileAway()
    {
        DemoScreen screen = new();
        foreach (NanoEvent e in _events.Where(e => e.Time < Gone))
        {
            screen.Put(e, e.Time);
        }

        screen.Say("18:20  The broker goes away. The device goes on, and keeps its events.");
        int delivered = Between(DateTimeOffset.MinValue, Gone);
        int waiting = Between(Gone, Evening);
        DemoSummary summary = new(delivered + waiting, delivered, 0, 0, 0, 7166);
        return (screen, new DemoStatus("A day in a flat", _sources, "mqtt://127.0.0.1:1883", Evening, Gone, waiting, [], summary));
    }

    /// <summary>The end of the day.</summary>
    public DemoStatus AtTheEnd() =>
        new("A day in a flat", _sources, "mqtt://127.0.0.1:1883", null, null, 0, [new Outage(Gone, Back, Between(Gone, Back))], new DemoSummary(711, 711, 0, 0, 602, 9671) { OtherBytes = 11075 });

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT")]
    private static partial Regex Date();
}
