namespace NanoEvents;

/// <summary>A kind of event: its number, its name, and what it says as JSON besides what all events say.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name in JSON and text, such as <c>temperature</c>.</param>
/// <param name="Summary">What it says, in one sentence.</param>
/// <param name="Fields">Its own JSON fields, in order.</param>
internal sealed record KindInfo(EventKind Kind, string Name, string Summary, IReadOnlyList<KindField> Fields)
{
    /// <summary>The kind's number in the format; null where it is not sent as an event.</summary>
    public int? Number => (int)Kind <= byte.MaxValue ? (int)Kind : null;

    /// <summary>What follows the head of such an event in a batch; null where it is not sent as an event.</summary>
    public string? Content { get; init; }

    /// <summary>What the event measures; null where it measures nothing.</summary>
    public Measurement? Measurement { get; init; }

    /// <summary>Whether the event says that the value of its measurement has changed, and nothing else.</summary>
    public bool IsMeasurement => Measurement?.Kind == Kind;
}
