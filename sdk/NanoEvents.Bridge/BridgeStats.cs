namespace NanoEvents.Bridge;

/// <summary>The counters of a bridge since it was created.</summary>
public readonly record struct BridgeStats
{
    /// <summary>Records that the target has taken: events, starts and losses.</summary>
    public long Delivered { get; init; }

    /// <summary>Records that the target had already.</summary>
    public long Suppressed { get; init; }

    /// <summary>Letters in the dead letters: messages that were no batch, and events that the target refuses.</summary>
    public long Dead { get; init; }

    /// <summary>How often the bridge began again after a failed write, or because the target was absent.</summary>
    public long Retries { get; init; }

    /// <summary>The age of the oldest message that the target has not confirmed; zero if there is none.</summary>
    public TimeSpan Oldest { get; init; }
}
