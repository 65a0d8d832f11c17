namespace NanoEvents;

/// <summary>The counters of a client since it was created.</summary>
public readonly record struct ClientStats
{
    /// <summary>Messages of all kinds.</summary>
    public long Messages { get; init; }

    /// <summary>Batches of events that the client has read, including repeated ones.</summary>
    public long Batches { get; init; }

    /// <summary>
    /// The size of the payloads of these batches, in bytes. States, names and status texts are in <see cref="OtherBytes"/>. What MQTT, TLS and TCP add is
    /// in neither.
    /// </summary>
    public long PayloadBytes { get; init; }

    /// <summary>The size of the payloads of all other messages, in bytes: states, names and status texts.</summary>
    public long OtherBytes { get; init; }

    /// <summary>Events delivered, except boot and lost. Events that a filter of kinds leaves out are included.</summary>
    public long Events { get; init; }

    /// <summary>Events that arrived more than once and were left out.</summary>
    public long Duplicates { get; init; }

    /// <summary>Events that arrived after they had been reported lost, and were left out.</summary>
    public long Late { get; init; }

    /// <summary>Numbers reported lost. Losses by restart have no count and are not included.</summary>
    public long Lost { get; init; }

    /// <summary>Messages that were not a batch.</summary>
    public long DecodeFailures { get; init; }

    /// <summary>
    /// How long ago the message arrived that the loop is handling; zero while it waits for the next one. It grows while your code handles one event,
    /// or if your code is slower than the devices.
    /// </summary>
    public TimeSpan Behind { get; init; }

    /// <summary>Sessions that the broker should have kept and has lost, with their waiting messages.</summary>
    public long SessionsLost { get; init; }

    /// <summary>Messages of a device with an invalid name, or of a device beyond the limit.</summary>
    public long Ignored { get; init; }
}
