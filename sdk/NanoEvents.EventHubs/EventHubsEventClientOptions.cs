using Microsoft.Extensions.Logging;

namespace NanoEvents.EventHubs;

/// <summary>How an <see cref="EventHubsEventClient"/> finds its hub and reads.</summary>
public sealed record EventHubsEventClientOptions : EventHubsOptions
{
    /// <summary>
    /// The last event of each device that was handled. You do not get it, or earlier events of the same boot, again.
    /// <see cref="EventFilter.After"/> goes before it.
    /// </summary>
    public IReadOnlyCollection<Checkpoint> Checkpoints { get; set; } = [];

    /// <summary>How long to wait before the second attempt to reach the hub, 10 milliseconds to 1 minute; grows to a minute.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs; null for no log.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    private protected override string? FindOtherProblem() =>
        Checkpoints.DistinctBy(c => c.Device).Count() < Checkpoints.Count ? "a device must have one checkpoint, its last"
        : ReconnectDelay < TimeSpan.FromMilliseconds(10) || ReconnectDelay > TimeSpan.FromMinutes(1) ? "the reconnect delay must be 10 milliseconds to 1 minute"
        : null;
}
