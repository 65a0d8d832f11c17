using Microsoft.Extensions.Logging;

namespace NanoEvents.Kafka;

/// <summary>How a <see cref="KafkaEventClient"/> finds its topic and reads.</summary>
public sealed record KafkaEventClientOptions : KafkaOptions
{
    /// <summary>
    /// The consumer group. Programs with the same group share the devices, and Kafka keeps how far the group has read. Null: this program alone reads
    /// everything from the beginning of the topic, and nothing is kept.
    /// </summary>
    public string? Group { get; set; }

    /// <summary>After which silence of a program the others of its group take over its devices, 1 second to 30 minutes. Brokers have limits, too: 6 seconds to 30 minutes.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the place of the group is stored, 10 milliseconds to 1 hour. After a crash you get the events since then again.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The last event of each device that was handled. You do not get it, or earlier events of the same boot, again.
    /// </summary>
    public IReadOnlyCollection<Checkpoint> Checkpoints { get; set; } = [];

    /// <summary>For how many devices the client keeps a state. It gives out the events of further devices, too, and keeps no state for them.</summary>
    public int MaxDevices { get; set; } = 10_000;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs; null for no log.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    private protected override string? FindOtherProblem() =>
        Group is { Length: 0 } ? "the group must have a name, or be null"
        : SessionTimeout < TimeSpan.FromSeconds(1) || SessionTimeout > TimeSpan.FromMinutes(30) ? "the session timeout must be 1 second to 30 minutes"
        : CommitInterval < TimeSpan.FromMilliseconds(10) || CommitInterval > TimeSpan.FromHours(1) ? "the commit interval must be 10 milliseconds to 1 hour"
        : Checkpoints.DistinctBy(c => c.Device).Count() < Checkpoints.Count ? "a device must have one checkpoint, its last"
        : MaxDevices < 1 ? "the most devices must be at least 1"
        : null;
}
