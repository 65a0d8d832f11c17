using Microsoft.Extensions.Logging;

namespace NanoEvents.Bridge;

/// <summary>How an <see cref="EventBridge"/> writes.</summary>
public sealed record EventBridgeOptions
{
    /// <summary>The name of the target in notices, logs and metrics: an address without a password, say.</summary>
    public string Name { get; set; } = "target";

    /// <summary>Where to put what cannot be delivered. Null: into the sink, if it implements <see cref="IDeadLetters"/>.</summary>
    public IDeadLetters? DeadLetters { get; set; }

    /// <summary>How long to wait before the second attempt to reach the target; grows to a minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long writes that are on their way may take when the bridge ends. What is not acknowledged then, the broker sends to the next run.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the bridge logs; null for no log.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
