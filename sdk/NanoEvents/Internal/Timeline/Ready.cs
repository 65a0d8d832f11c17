namespace NanoEvents;

/// <summary>What comes out of a timeline: an event, or the news that all events of a message have come out before.</summary>
internal readonly record struct Ready(NanoEvent Event, object? Token)
{
    public bool IsEvent => Token is null;
}
