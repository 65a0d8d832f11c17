namespace NanoEvents.Kafka.Tests;

/// <summary>Events of made-up devices.</summary>
internal static class Made
{
    public const int Boot = 45057;
    private static readonly long _start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public static NanoEvent Temperature(string device, uint sequence, int boot = Boot) => NanoEvent.Of(new EventParts
    {
        Device = device,
        BootId = boot,
        Kind = EventKind.Temperature,
        Number = 1,
        Source = 0,
        Sequence = sequence,
        Value = 2000 + (int)(sequence % 500),
        Dated = new Dated(_start + (sequence * TimeSpan.TicksPerSecond), ClockQuality.Synchronized, Dated.ErrorNotKnown),
    });

    public static NanoEvent Start(string device, int boot = Boot) => NanoEvent.Of(new EventParts { Device = device, BootId = boot, Kind = EventKind.Boot });

    public static NanoEvent Lost(string device, uint from, uint count, LossCause cause = LossCause.Overflow, int boot = Boot) =>
        NanoEvent.OfLoss(device, boot, from, count, cause);

    /// <summary>The events of several devices, which take turns.</summary>
    public static IReadOnlyList<NanoEvent> Turns(int devices, int each) =>
        [.. Enumerable.Range(1, each).SelectMany(s => Enumerable.Range(0, devices).Select(d => Temperature($"device{d}", (uint)s)))];

    /// <summary>Numbers as people write them: <c>1-3 5 lost 6-7</c>.</summary>
    public static string Numbers(IEnumerable<NanoEvent> events) => string.Join(' ', events.Select(e => e.Kind switch
    {
        EventKind.Boot => "boot",
        EventKind.Lost => $"lost:{e.From}+{e.Count?.ToString() ?? "?"}:{e.Cause}",
        _ => e.Sequence.ToString(),
    }));
}
