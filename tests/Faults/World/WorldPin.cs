using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>The pin of a motion sensor, with the level that somebody gives it.</summary>
internal sealed class WorldPin : IMotionPin
{
    public bool Level { get; set; }

    /// <summary>Whether a change is an edge; otherwise the pin is switched off.</summary>
    public bool IsListening { get; private set; } = true;

    public bool Read() => Level;

    public void Listen(bool isOn) => IsListening = isOn;
}
