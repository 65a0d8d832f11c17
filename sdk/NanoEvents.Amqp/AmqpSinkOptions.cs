namespace NanoEvents.Amqp;

/// <summary>How an <see cref="AmqpEventSink"/> reaches its queue.</summary>
public sealed record AmqpSinkOptions : AmqpOptions
{
    private const string Dead = ".dead";

    /// <summary>
    /// The file that says how far each device is, because a queue cannot be read back. The sink creates it, with its folder. Each bridge needs
    /// one of its own, and finds it again at its next start.
    /// </summary>
    public string MarksFile { get; set; } = "";

    /// <summary>Where the dead letters go. Null: to the address with <c>.dead</c> after it.</summary>
    public string? DeadLetterAddress { get; set; }

    /// <summary>
    /// How long the server may take to confirm an event, 1 second to 1 day. After that the write fails, and the bridge begins again with a new connection.
    /// </summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal string DeadLetterNode => DeadLetterAddress ?? Target.Node + Dead;

    private protected override string? FindOtherProblem() =>
        MarksFile.Length == 0 ? "a queue cannot be read back: name a file that says how far each device is (MarksFile)"
        : DeadLetterAddress is { Length: 0 } ? "the address of the dead letters must not be empty"
        : IsPatience(WriteTimeout) ? null : "the write timeout must be 1 second to 1 day";
}
