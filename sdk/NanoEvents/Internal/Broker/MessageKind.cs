namespace NanoEvents;

/// <summary>The kinds of message for the reader.</summary>
internal enum MessageKind
{
    /// <summary>None of ours.</summary>
    Other,

    /// <summary>A batch of events.</summary>
    Events,

    /// <summary>A state.</summary>
    State,

    /// <summary>The text that says whether the device is online.</summary>
    Status,

    /// <summary>No message: a deadline of a missing batch has passed.</summary>
    Tick,
}
