namespace NanoEvents.Bridge;

/// <summary>
/// A target refuses events for good: they are too large, say, and a retry would be refused again. The bridge writes them to the dead letters, and losses
/// of cause <see cref="LossCause.Refused"/> in their place. For trouble that may pass, a sink throws any other exception.
/// </summary>
public sealed class EventRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refused">The events that are refused, of the list that was to be written.</param>
    /// <param name="reason">Why, as one line for people.</param>
    public EventRefusedException(IReadOnlyList<NanoEvent> refused, string reason)
        : base(reason)
    {
        Refused = refused;
    }

    /// <summary>Creates the exception for one event.</summary>
    /// <param name="refused">The event that is refused.</param>
    /// <param name="reason">Why, as one line for people.</param>
    public EventRefusedException(NanoEvent refused, string reason)
        : this([refused], reason)
    {
    }

    /// <summary>The events that are refused.</summary>
    public IReadOnlyList<NanoEvent> Refused { get; }
}
