namespace NanoEvents.History.Tests;

/// <summary>Events that a test makes up.</summary>
internal static class Made
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static NanoEvent Temperature(string device, int boot, uint sequence, DateTimeOffset time, int hundredths, int source = 0, ClockQuality clock = ClockQuality.Synchronized) =>
        NanoEvent.Of(Parts(device, boot, sequence, time, EventKind.Temperature, source, clock, value: hundredths));

    public static NanoEvent Motion(string device, int boot, uint sequence, DateTimeOffset time, bool moving, int source = 0) =>
        NanoEvent.Of(Parts(device, boot, sequence, time, EventKind.Motion, source, ClockQuality.Synchronized, flag: moving));

    public static NanoEvent Loss(string device, int boot, uint from, uint count, LossCause cause = LossCause.Overflow) => NanoEvent.OfLoss(device, boot, from, count, cause);

    /// <summary>The same endless story each time for a seed: temperatures and motion of some devices, late ones, losses and restarts among them.</summary>
    public static IEnumerable<NanoEvent> Story(int seed, int devices = 2)
    {
        var random = new Random(seed);
        Teller[] tellers = [.. Enumerable.Range(0, devices).Select(i => new Teller($"device{i}", 100 + i, random))];
        while (true)
        {
            yield return tellers[random.Next(devices)].Next();
        }
    }

    private static EventParts Parts(
        string device, int boot, uint sequence, DateTimeOffset time, EventKind kind, int source, ClockQuality clock, int value = 0, bool flag = false) => new()
        {
            Device = device,
            BootId = boot,
            Kind = kind,
            Number = (byte)kind,
            Sequence = sequence,
            Source = (sbyte)source,
            Value = value,
            Flag = flag,
            Dated = new Dated(time.UtcTicks, clock, Dated.ErrorNotKnown),
        };

    /// <summary>One device of a story.</summary>
    private sealed class Teller(string device, int boot, Random random)
    {
        private int _boot = boot;
        private uint _next = 1;
        private DateTimeOffset _now = Start.AddMinutes(boot);
        private bool _isMoving;

        public NanoEvent Next()
        {
            _now += TimeSpan.FromSeconds(random.Next(1, 900));
            DateTimeOffset time = random.Next(8) == 0 ? _now.AddSeconds(-random.Next(20_000)) : _now;
            switch (random.Next(40))
            {
                case 0:
                    uint first = _next;
                    _next += (uint)random.Next(1, 5);
                    return Loss(device, _boot, first, _next - first);
                case 1:
                    NanoEvent end = Loss(device, _boot, _next, 0, LossCause.Restart);
                    (_boot, _next) = (_boot + 100, 1);
                    return end;
                case < 20:
                    _isMoving = !_isMoving;
                    return Motion(device, _boot, _next++, time, _isMoving, random.Next(2));
                default:
                    ClockQuality clock = random.Next(5) == 0 ? ClockQuality.Estimated : ClockQuality.Synchronized;
                    return Temperature(device, _boot, _next++, time, random.Next(-500, 3000), random.Next(2), clock);
            }
        }
    }
}
