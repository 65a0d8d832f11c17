namespace NanoEvents.Kafka;

/// <summary>How a <see cref="KafkaEventSink"/> reaches its topic.</summary>
public sealed record KafkaSinkOptions : KafkaOptions
{
    private const string Dead = ".dead";

    /// <summary>
    /// How long Kafka may take to confirm a record, 1 second to 1 day. After that the write fails, and the bridge reads the end of the topic again
    /// before it writes again. Kafka's client retries all the time meanwhile.
    /// </summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromMinutes(1);

    internal string DeadLetterTopic => Target.Topic + Dead;

    private protected override string? FindOtherProblem() =>
        WriteTimeout < TimeSpan.FromSeconds(1) || WriteTimeout > TimeSpan.FromDays(1) ? "the write timeout must be 1 second to 1 day"
        : DeadLetterTopic.Length > KafkaAddress.MaxTopic ? $"a topic to write to has a name of at most {KafkaAddress.MaxTopic - Dead.Length} characters, because its dead letters go to the topic with {Dead} after it"
        : null;
}
