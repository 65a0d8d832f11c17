namespace NanoEvents;

/// <summary>What a message for the reader is.</summary>
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

    /// <summary>No message: it is time to look at what is missing.</summary>
    Tick,
}
