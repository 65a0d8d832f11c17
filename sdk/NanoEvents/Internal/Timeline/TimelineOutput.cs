namespace NanoEvents;

/// <summary>The queue into which the timelines of a reader put their results, and their shared counters.</summary>
internal sealed class TimelineOutput(TimelineCounts counts)
{
    public Queue<Ready> Ready { get; } = new();

    /// <summary>Gets notices for people.</summary>
    public Action<Notice>? Noticed { get; set; }

    public TimelineCounts Counts { get; } = counts;
}
