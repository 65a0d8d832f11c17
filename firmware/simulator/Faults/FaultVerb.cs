namespace NanoEvents.Simulator.Faults;

/// <summary>What can go wrong, or happen, in a fault script. docs/faults.md says what each does.</summary>
public enum FaultVerb
{
    /// <summary>The broker stops in good order and keeps its sessions.</summary>
    BrokerStop,

    /// <summary>The broker starts with what it has kept.</summary>
    BrokerStart,

    /// <summary>The broker is killed; what it had not saved is gone.</summary>
    BrokerKill,

    /// <summary>The broker is killed and starts at once with nothing.</summary>
    BrokerEmpty,

    /// <summary>The device's connection breaks and cannot be made again for a while.</summary>
    LinkCut,

    /// <summary>The device's connection breaks in the middle of its next batch.</summary>
    LinkCutInBatch,

    /// <summary>Nothing passes between device and broker for a while, and nobody is told.</summary>
    LinkHang,

    /// <summary>The broker has the next batch, and the device never hears of it.</summary>
    AckLose,

    /// <summary>The next acknowledgement comes late.</summary>
    AckDelay,

    /// <summary>Batches come late to the reader, and others overtake them.</summary>
    BatchesDelay,

    /// <summary>The next batches come to the reader in the opposite order.</summary>
    BatchesReorder,

    /// <summary>The next batches come to the reader twice.</summary>
    BatchesRepeat,

    /// <summary>The broker acknowledges the next batches and forgets them.</summary>
    BatchesLose,

    /// <summary>The reader's connection breaks and cannot be made again for a while.</summary>
    ReaderCut,

    /// <summary>The reader's program ends in the middle of a batch and starts again after a while.</summary>
    ReaderRestart,

    /// <summary>The device loses its power for a while: only what is in flash stays.</summary>
    DeviceRestart,

    /// <summary>The device's power goes while it writes its settings.</summary>
    SettingsPowerCut,

    /// <summary>The device is told a time that is off by so much.</summary>
    ClockSet,

    /// <summary>From now on nobody tells the device the time.</summary>
    ClockNever,

    /// <summary>Edges on a motion pin, ten in a millisecond.</summary>
    Edges,

    /// <summary>A motion pin changes every 100 ms for a while.</summary>
    Chatter,

    /// <summary>A thermometer stops to answer.</summary>
    Unplug,

    /// <summary>A thermometer answers again.</summary>
    Plug,
}
