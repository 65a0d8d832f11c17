namespace NanoEvents;

/// <summary>The output of a timeline: an event, or a message of which all events have been given out, so that its acknowledgement is due.</summary>
internal readonly record struct Ready(NanoEvent Event, Delivery? Due)
{
    public bool IsEvent => Due is null;
}
