using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Day;

/// <summary>What the firmware sends for a part of a trace, in virtual time: its publisher steps exactly when it asked to, or when something was raised.</summary>
internal static class PlayedDay
{
    /// <summary>The part of a trace that begins at a time and lasts so long.</summary>
    public static Trace Part(Trace trace, DateTime? from, TimeSpan length)
    {
        long? fromTicks = from is { } time ? (time.Ticks - DateTime.UnixEpoch.Ticks) / (BatchFormat.TickMs * TimeSpan.TicksPerMillisecond) : null;
        // Copied: a file is read once, and its rows share their values.
        return new Trace(trace.Columns, [.. Rows(trace.Rows, fromTicks, (long)length.TotalMilliseconds / BatchFormat.TickMs).Select(row => row with { Values = [.. row.Values] })]);
    }

    /// <summary>The settings of the device that is measured: the defaults, except that a trace is debounced already.</summary>
    public static Settings Settings(Trace trace) => new()
    {
        DeviceId = "room",
        DebounceMs = 0,
        HoldMs = 0,
        SettleMs = 0,
        MotionMaxPerMinute = 0,
        ThermometerNames = trace.Names(SourceType.Thermometer),
        MotionSensorNames = trace.Names(SourceType.MotionSensor),
    };

    /// <summary>Plays a trace.</summary>
    /// <returns>What was sent, and how many events were raised.</returns>
    public static (List<SentMessage> Sent, uint Raised) Play(Trace trace, Settings settings, TimeSpan length)
    {
        SteppedClock clock = new();
        NotingLink link = new(clock);
        Boot boot = new(0x654321, BootCause.Unknown);
        using SimulatedDevice device = new(
            settings, boot, settings.ThermometerNames.Length, settings.MotionSensorNames.Length, clock, double.PositiveInfinity, link, new Firmware.Backoff(1, 1, 1));
        long? start = null;
        foreach (TraceRow row in trace.Rows)
        {
            bool isFirst = start is null;
            start ??= row.Ticks;
            if (isFirst)
            {
                device.Core.WallClock.Set(row.Ticks * BatchFormat.TickMs, 0, 0);
            }

            RunUntil(device.Core, clock, (row.Ticks - start.Value) * BatchFormat.TickMs);
            TraceSensors.Apply(trace.Columns, row.Values, (int)(row.Ticks - start.Value), isFirst, device);
        }

        RunUntil(device.Core, clock, (long)length.TotalMilliseconds);
        return (link.Sent, (uint)device.Core.Ring.LastNumber);
    }

    private static void RunUntil(Device device, SteppedClock clock, long endMs)
    {
        while (true)
        {
            int waitMs = device.Step();
            if (device.Wake.WaitOne(0))
            {
                continue;
            }

            if (waitMs == int.MaxValue || clock.UptimeMs + waitMs > endMs)
            {
                break;
            }

            clock.MoveTo(clock.UptimeMs + waitMs);
        }

        clock.MoveTo(endMs);
    }

    private static IEnumerable<TraceRow> Rows(IEnumerable<TraceRow> rows, long? fromTicks, long lengthTicks)
    {
        foreach (TraceRow row in rows)
        {
            fromTicks ??= row.Ticks;
            if (row.Ticks >= fromTicks && row.Ticks < fromTicks + lengthTicks)
            {
                yield return row;
            }
        }
    }
}
