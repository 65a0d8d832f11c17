namespace NanoEvents;

/// <summary>The output of a timeline: an event, or the mark that all events of a message have been delivered.</summary>
internal readonly record struct Ready(NanoEvent Event, object? Token)
{
    public bool IsEvent => Token is null;
}
