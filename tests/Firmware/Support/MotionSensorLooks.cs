using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>Looks at pins that have whatever level a test says.</summary>
internal static class MotionSensorLooks
{
    /// <summary>Looks at a pin that has a level, at a time.</summary>
    public static int Look(this MotionSensor sensor, bool level, int ticks) =>
        sensor.Look(new HandPin { Level = level }, new HandClock { UptimeMs = (long)ticks * BatchFormat.TickMs });
}
