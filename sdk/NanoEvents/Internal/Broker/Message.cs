namespace NanoEvents;

/// <summary>One message on its way from the broker to the reader.</summary>
internal readonly record struct Message(
    MessageKind Kind, string? Device, byte[] Payload, DateTimeOffset Arrival, bool Retained, Delivery? Delivery)
{
    /// <summary>When it arrived, by a monotonic clock; the reading sets it.</summary>
    public DateTimeOffset Steady { get; init; }

    /// <summary>Whether the broker may have held it back until others had been handled; the reading sets it.</summary>
    public bool MayHaveWaited { get; init; }

    /// <summary>Its topic.</summary>
    public string Topic { get; init; } = "";

    public static Message Tick(DateTimeOffset now) => new(MessageKind.Tick, null, [], now, false, null) { Steady = now };
}

/// <summary>The kinds of message for the reader.</summary>
internal enum MessageKind
{
    /// <summary>None of ours.</summary>
    Other,

    /// <summary>A batch of events.</summary>
    Events,

    /// <summary>A state.</summary>
    State,

    /// <summary>The names of the sources.</summary>
    Names,

    /// <summary>The text that says whether the device is online.</summary>
    Status,

    /// <summary>No message: a deadline of a missing batch has passed.</summary>
    Tick,
}
