namespace NanoEvents;

/// <summary>What a client has counted since it was made.</summary>
public readonly record struct ClientStats
{
    /// <summary>Messages of all kinds.</summary>
    public long Messages { get; init; }

    /// <summary>Batches of events that were read, those that came again included.</summary>
    public long Batches { get; init; }

    /// <summary>The bytes of these batches.</summary>
    public long PayloadBytes { get; init; }

    /// <summary>Events delivered, without boot and lost; what a filter of kinds leaves out is counted.</summary>
    public long Events { get; init; }

    /// <summary>Events that came again and were left out.</summary>
    public long Duplicates { get; init; }

    /// <summary>Events that came after they had been reported lost, and were left out.</summary>
    public long Late { get; init; }

    /// <summary>Numbers reported lost; losses by restart, which have no count, are not in it.</summary>
    public long Lost { get; init; }

    /// <summary>Messages that were not a batch.</summary>
    public long DecodeFailures { get; init; }

    /// <summary>
    /// How long ago the message came that the loop is at; zero where it waits for the next one. It grows while your code is at one event, or
    /// slower than the devices.
    /// </summary>
    public TimeSpan Behind { get; init; }

    /// <summary>Sessions that the broker should have kept and had not: what it held for this program was gone.</summary>
    public long SessionsLost { get; init; }

    /// <summary>Messages of a device with a name that cannot be, or of one device too many.</summary>
    public long Ignored { get; init; }
}
