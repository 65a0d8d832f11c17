namespace NanoEvents;

/// <summary>The queue into which the timelines of a reader put their results, and their shared counters.</summary>
internal sealed class TimelineOutput(TimelineCounts counts)
{
    public Queue<Ready> Ready { get; } = new();

    /// <summary>Gets notices for people.</summary>
    public Action<Notice>? Noticed { get; set; }

    public TimelineCounts Counts { get; } = counts;

    /// <summary>The private kinds that the reader was given; null for none.</summary>
    public EventKinds? Kinds { get; init; }
}

/// <summary>The output of a timeline: an event, or a message of which all events have been given out, so that its acknowledgement is due.</summary>
internal readonly record struct Ready(NanoEvent Event, Delivery? Due)
{
    public bool IsEvent => Due is null;

    /// <summary>The message, if its events could not be given out.</summary>
    public UndecodedMessage? Undecoded { get; init; }
}
