namespace NanoEvents.Kafka;

/// <summary>How a <see cref="KafkaEventSink"/> reaches its topic.</summary>
public sealed record KafkaSinkOptions : KafkaOptions
{
    /// <summary>
    /// How long Kafka may take to confirm a record, 1 second to 1 day. After that the write fails, and the bridge reads the end of the topic again
    /// before it writes again. Kafka's client retries all the time meanwhile.
    /// </summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromMinutes(1);

    private protected override string? FindOtherProblem() =>
        WriteTimeout < TimeSpan.FromSeconds(1) || WriteTimeout > TimeSpan.FromDays(1) ? "the write timeout must be 1 second to 1 day" : null;
}
