namespace NanoEvents.Benchmarks.Past;

/// <summary>A year of 100 devices, each with a thermometer, a hygrometer and a motion sensor. All events come in the order of their times.</summary>
internal static class PastStory
{
    public const int Devices = 100;
    public const int Days = 365;

    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<NanoEvent> Tell(int events)
    {
        var random = new Random(7);
        uint[] numbers = new uint[Devices];
        int[] celsius = [.. Enumerable.Repeat(2000, Devices)];
        int[] percent = [.. Enumerable.Repeat(5000, Devices)];
        bool[] moving = new bool[Devices];
        long step = TimeSpan.FromDays(Days).Ticks / events;
        for (int i = 0; i < events; i++)
        {
            int device = random.Next(Devices);
            var parts = new EventParts
            {
                Device = $"device{device}",
                BootId = 1000 + device,
                Sequence = ++numbers[device],
                Source = 0,
                Dated = new Dated((Start.UtcTicks + (i * step)) / 100_000 * 100_000, ClockQuality.Synchronized, Dated.ErrorNotKnown),
            };
            switch (random.Next(10))
            {
                case < 5:
                    (parts.Kind, parts.Value) = (EventKind.Temperature, celsius[device] = Math.Clamp(celsius[device] + random.Next(-12, 13), 1000, 3500));
                    break;
                case < 7:
                    (parts.Kind, parts.Value) = (EventKind.Humidity, percent[device] = Math.Clamp(percent[device] + random.Next(-60, 61), 1000, 9000));
                    break;
                default:
                    (parts.Kind, parts.Flag) = (EventKind.Motion, moving[device] = !moving[device]);
                    break;
            }

            parts.Number = (byte)parts.Kind;
            yield return NanoEvent.Of(parts);
        }
    }
}
