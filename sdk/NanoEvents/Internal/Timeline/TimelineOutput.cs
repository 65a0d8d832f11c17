namespace NanoEvents;

/// <summary>Where the timelines of a reader put what is ready, and what they share.</summary>
internal sealed class TimelineOutput(TimelineCounts counts)
{
    public Queue<Ready> Ready { get; } = new();

    /// <summary>Told what people should know.</summary>
    public Action<Notice>? Noticed { get; set; }

    public TimelineCounts Counts { get; } = counts;
}
