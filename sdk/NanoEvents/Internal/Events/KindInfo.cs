namespace NanoEvents;

/// <summary>A kind of event: its number, its name, and the JSON fields that it has besides those of all events.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name in JSON and text, such as <c>temperature</c>.</param>
/// <param name="Summary">What it says, in one sentence.</param>
/// <param name="Fields">Its own JSON fields, in order.</param>
internal sealed record KindInfo(EventKind Kind, string Name, string Summary, IReadOnlyList<KindField> Fields)
{
    /// <summary>The kind's number in the format; null if it is not sent as an event.</summary>
    public int? Number => (int)Kind <= byte.MaxValue ? (int)Kind : null;

    /// <summary>The content of such an event after its head, in a batch; null if it is not sent as an event.</summary>
    public string? Content { get; init; }

    /// <summary>What the event measures; null if it measures nothing.</summary>
    public Measurement? Measurement { get; init; }

    /// <summary>Whether the event says that the value of its measurement has changed, and nothing else.</summary>
    public bool IsMeasurement => Measurement?.Kind == Kind;
}
