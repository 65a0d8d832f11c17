using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>What goes wrong while a trace is played, over all restarts of the device.</summary>
public interface IPlayedFaults
{
    /// <summary>When the device that has lost its power starts again, in ticks since 1970; null while it has power.</summary>
    long? RestartTicks { get; }

    /// <summary>Puts faults into a link.</summary>
    ILink Wrap(ILink link);

    /// <summary>A device starts; earlier faults have happened without it.</summary>
    void Begin(SimulatedDevice device, IClock clock, long startTicks);

    /// <summary>The uptime of the next action; long.MaxValue if there is none.</summary>
    long NextUptimeMs();

    /// <summary>Does what is due at an uptime, except what comes after a power cut.</summary>
    void MoveTo(long uptimeMs);

    /// <summary>Whether nothing more happens to a device before the time is moved; under its gate.</summary>
    bool IsAtRest(SimulatedDevice device);

    /// <summary>From now on everything works.</summary>
    void Calm();
}
