using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>The pin of a motion sensor, with the level that somebody gives it.</summary>
internal sealed class WorldPin : IMotionPin
{
    public bool Level { get; set; }

    public bool Read() => Level;
}
