using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>
/// A day in a flat, for the demo: two thermometers, two motion sensors. It is cold in the morning, people leave and come home, somebody cooks, and a
/// thermometer's plug is loose for a few minutes. The same every time.
/// </summary>
public static class BuiltInDay
{
    /// <summary>When the broker goes away, since midnight.</summary>
    public static readonly TimeSpan BrokerGoes = new(18, 20, 0);

    /// <summary>When the broker comes back, since midnight.</summary>
    public static readonly TimeSpan BrokerReturns = new(19, 0, 0);

    /// <summary>The limit that the kitchen exceeds when somebody cooks, in centi °C.</summary>
    public const int HighCentiCelsius = 2400;

    private const long SecondTicks = 1000 / BatchFormat.TickMs;
    private const long HourTicks = 3600 * SecondTicks;
    private const long EveningTicks = (19 * HourTicks) + (((45 * 60) + 45) * SecondTicks);
    private const long SampleTicks = 30 * SecondTicks;
    private const long UnpluggedFrom = (14 * HourTicks) + (5 * 60 * SecondTicks);
    private const long UnpluggedUntil = UnpluggedFrom + (4 * 60 * SecondTicks);
    private const int UnpluggedCentiCelsius = -14088;
    private const int Hall = 0;
    private const int LivingRoom = 1;

    private static readonly TraceColumn[] _columns =
    [
        new(SourceType.Thermometer, 0, "kitchen"),
        new(SourceType.Thermometer, 1, "bedroom"),
        new(SourceType.MotionSensor, Hall, "hall"),
        new(SourceType.MotionSensor, LivingRoom, "living room"),
    ];

    // Hours of the day and °C; straight lines between.
    private static readonly (double Hour, double Celsius)[] _kitchen =
    [
        (0, 19.4), (5.5, 18.1), (7, 20.6), (8.25, 21.2), (12, 20.1), (14.5, 20.9), (17, 20.0), (18.25, 21.4), (19.1, 24.6), (19.6, 24.2), (21, 22.3), (24, 19.6),
    ];

    private static readonly (double Hour, double Celsius)[] _bedroom =
    [
        (0, 18.0), (6.3, 17.1), (7, 16.2), (7.4, 16.0), (9, 17.4), (13, 18.3), (15, 18.6), (18, 17.9), (22.5, 18.4), (24, 18.0),
    ];

    // From and to in hours, where, and how many seconds pass between two movements, about.
    private static readonly (double From, double To, int Pin, double Gap)[] _presence =
    [
        (2.6, 2.68, Hall, 40), (6.5, 6.75, Hall, 70), (6.8, 7.9, LivingRoom, 110), (7.9, 8.1, Hall, 50),
        (12.4, 12.5, Hall, 60), (17.2, 17.4, Hall, 45), (17.4, 22.6, LivingRoom, 130), (20.2, 20.3, Hall, 60), (22.6, 22.8, Hall, 60),
    ];

    /// <summary>The day at a date, from midnight to midnight UTC.</summary>
    public static Trace On(DateOnly date)
    {
        long midnight = (date.ToDateTime(TimeOnly.MinValue).Ticks - DateTime.UnixEpoch.Ticks) / (BatchFormat.TickMs * TimeSpan.TicksPerMillisecond);
        return new Trace(_columns, Rows(midnight));
    }

    /// <summary>Such days without end, of which an evening is now: somebody moves in the living room five seconds later.</summary>
    /// <param name="nowTicks">Now, in ticks since 1970.</param>
    /// <param name="startTicks">The first row's time, at most a day before.</param>
    public static Trace InTheEvening(long nowTicks, long startTicks) => new(_columns, Evenings(nowTicks - EveningTicks, startTicks));

    private static IEnumerable<TraceRow> Evenings(long midnight, long startTicks)
    {
        double hour = (double)(startTicks - midnight + (24 * HourTicks)) / HourTicks % 24;
        Random noise = new(7);
        yield return new TraceRow(startTicks, [Celsius(_kitchen, hour, noise), Celsius(_bedroom, hour, noise), 0, 0]);
        foreach (TraceRow row in Enumerable.Range(-1, int.MaxValue).SelectMany(day => Rows(midnight + (day * 24 * HourTicks))).SkipWhile(row => row.Ticks <= startTicks))
        {
            yield return row;
        }
    }

    private static IEnumerable<TraceRow> Rows(long midnight)
    {
        Random noise = new(7);
        int[] values = new int[_columns.Length];
        using IEnumerator<(long Ticks, int Pin, int Level)> moves = Moves().OrderBy(move => move.Ticks).GetEnumerator();
        bool hasMove = moves.MoveNext();
        for (long now = 0; now < 24 * HourTicks; now += SampleTicks)
        {
            for (; hasMove && moves.Current.Ticks < now; hasMove = moves.MoveNext())
            {
                Array.Fill(values, TraceRow.Silent);
                values[2 + moves.Current.Pin] = moves.Current.Level;
                yield return new TraceRow(midnight + moves.Current.Ticks, values);
            }

            double hour = (double)now / HourTicks;
            Array.Fill(values, now == 0 ? 0 : TraceRow.Silent);
            values[0] = Celsius(_kitchen, hour, noise);
            values[1] = now is >= UnpluggedFrom and < UnpluggedUntil ? UnpluggedCentiCelsius : Celsius(_bedroom, hour, noise);
            yield return new TraceRow(midnight + now, values);
        }
    }

    private static IEnumerable<(long Ticks, int Pin, int Level)> Moves()
    {
        Random people = new(3);
        foreach ((double from, double to, int pin, double gap) in _presence)
        {
            long end = (long)(to * HourTicks);
            long now = (long)(from * HourTicks);
            while (now < end)
            {
                // A PIR sensor holds its output for a few seconds after the last movement.
                long held = (long)((2.5 + (people.NextDouble() * 6)) * SecondTicks);
                yield return (now, pin, 1);
                yield return (now + held, pin, 0);
                now += held + (long)((0.2 + (people.NextDouble() * 1.6)) * gap * SecondTicks);
            }
        }
    }

    private static int Celsius((double Hour, double Celsius)[] curve, double hour, Random noise)
    {
        int next = 1;
        while (curve[next].Hour < hour)
        {
            next++;
        }

        (double fromHour, double from) = curve[next - 1];
        (double toHour, double to) = curve[next];
        double celsius = from + ((to - from) * (hour - fromHour) / (toHour - fromHour));
        return (int)Math.Round((celsius * 100) + (noise.NextDouble() * 4) - 2);
    }
}
