namespace NanoEvents.Bridge;

/// <summary>The states of a bridge.</summary>
public enum BridgeState
{
    /// <summary>It has not started, or asks the target what it has.</summary>
    Starting,

    /// <summary>It carries events.</summary>
    Running,

    /// <summary>The target does not take events now. The events wait at the broker, and the bridge tries again without a limit.</summary>
    Waiting,

    /// <summary>Another bridge writes to the target. This one takes over when the other one ends.</summary>
    Standby,

    /// <summary>It has ended.</summary>
    Ended,
}
