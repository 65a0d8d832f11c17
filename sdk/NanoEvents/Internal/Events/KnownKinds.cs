using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The private kinds of one device: those that it has told, and those that the reader was given. What the device tells counts.</summary>
/// <param name="Told">What the device has told; null if nothing.</param>
/// <param name="Given">What the reader was given; null for nothing.</param>
internal readonly record struct KnownKinds(EventKinds? Told, EventKinds? Given)
{
    /// <summary>The measurement or the condition with a number; null if it is not known.</summary>
    public object? Find(int number)
    {
        object? given = Given?.Find(number);
        return Told?.Find(number) is { } told && !told.Equals(given) ? told : given;
    }

    /// <summary>
    /// What an event is about, if its kind alone does not say it. False: the event cannot be explained, and is shown as it was sent.
    /// </summary>
    public bool TryExplain(in BatchEvent e, out object? meaning)
    {
        int about = e.About;
        meaning = about < BatchFormat.FirstPrivateMeasurement ? Measurement.Of((EventKind)about) : Find(about);
        return e.Kind switch
        {
            EventKind.Unknown => false,
            EventKind.Threshold => meaning is Measurement,
            EventKind.Fault => meaning is not null,
            EventKind.Chatter => meaning is Condition || about == (int)EventKind.Motion,
            _ => meaning is not null,
        };
    }
}
