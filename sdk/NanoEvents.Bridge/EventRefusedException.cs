namespace NanoEvents.Bridge;

/// <summary>
/// A target refuses an event for good: it is too large, say, and a retry would be refused again. The bridge writes the event to the dead letters, and a
/// loss of cause <see cref="LossCause.Refused"/> in its place. For trouble that may pass, a sink throws any other exception.
/// </summary>
public sealed class EventRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refused">The event that is refused.</param>
    /// <param name="reason">Why, as one line for people.</param>
    public EventRefusedException(NanoEvent refused, string reason)
        : base(reason)
    {
        Refused = refused;
    }

    /// <summary>The event that is refused.</summary>
    public NanoEvent Refused { get; }
}
