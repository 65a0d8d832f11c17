using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>A motion sensor's pin through the hours, in virtual time: the sampler's step is called when it asked for it and at each edge, as the board's thread does it.</summary>
internal sealed class SensorDay(HandClock clock, Sampler sampler, HandPin pin, MotionSensor sensor)
{
    private long _stepAtMs;

    /// <summary>The pin changes, and an interrupt tells it.</summary>
    public void Move(long atMs, bool level)
    {
        LoseEdge(atMs, level);
        sensor.OnEdge(level, (int)(atMs / BatchFormat.TickMs));
        Step();
    }

    /// <summary>The pin changes, and nobody tells.</summary>
    public void LoseEdge(long atMs, bool level)
    {
        RunUntil(atMs);
        pin.Level = level;
    }

    public void RunUntil(long endMs)
    {
        while (_stepAtMs <= endMs)
        {
            clock.UptimeMs = _stepAtMs;
            Step();
        }

        clock.UptimeMs = endMs;
    }

    private void Step() => _stepAtMs = clock.UptimeMs + Math.Max(1, sampler.Step());
}
