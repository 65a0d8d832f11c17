namespace NanoEvents.Simulator.Faults;

/// <summary>The verbs of a fault script; docs/faults.md describes each.</summary>
public enum FaultVerb
{
    /// <summary>The broker shuts down cleanly and keeps its sessions.</summary>
    BrokerStop,

    /// <summary>The broker starts with what it has kept.</summary>
    BrokerStart,

    /// <summary>The broker is killed and loses everything that it had not saved.</summary>
    BrokerKill,

    /// <summary>The broker is killed and starts at once, without any data.</summary>
    BrokerEmpty,

    /// <summary>The device's connection breaks and cannot be made again for a while.</summary>
    LinkCut,

    /// <summary>The device's connection breaks in the middle of its next batch.</summary>
    LinkCutInBatch,

    /// <summary>Nothing passes between device and broker for a while, and neither is told.</summary>
    LinkHang,

    /// <summary>The broker gets the next batch, and its acknowledgement never reaches the device.</summary>
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

    /// <summary>The device's power fails while it writes its settings.</summary>
    SettingsPowerCut,

    /// <summary>The device gets a time that is wrong by this much.</summary>
    ClockSet,

    /// <summary>From now on the device gets no time.</summary>
    ClockNever,

    /// <summary>Edges on a motion pin, ten in a millisecond.</summary>
    Edges,

    /// <summary>A motion pin changes every 100 ms for a while.</summary>
    Chatter,

    /// <summary>A thermometer stops answering.</summary>
    Unplug,

    /// <summary>A thermometer answers again.</summary>
    Plug,

    /// <summary>So many other devices start, with lives and faults of their own.</summary>
    Neighbours,

    /// <summary>A second board with the device's name starts: the two throw each other off.</summary>
    TwinStart,

    /// <summary>The second board is switched off.</summary>
    TwinStop,

    /// <summary>Somebody publishes batches of boots that never were, under the device's name.</summary>
    ForgeBatches,

    /// <summary>Somebody publishes states of boots that never were, under the device's name.</summary>
    ForgeStates,

    /// <summary>The broker retains the status of so many devices that are not there.</summary>
    Crowd,

    /// <summary>The broker forgets the reader's session while it is away.</summary>
    SessionLose,

    /// <summary>From now on the reader asks for no session.</summary>
    SessionClean,

    /// <summary>From now on the broker grants the reader QoS 0 if it asks for 1.</summary>
    SessionQos0,

    /// <summary>The reader takes fewer batches at once, and the broker may send more than that.</summary>
    ReaderLimit,

    /// <summary>The reader takes so long for each event.</summary>
    ReaderSlow,

    /// <summary>The reader starts again with a checkpoint that is too old.</summary>
    ReaderBehind,

    /// <summary>The reader starts again with a checkpoint that is newer than anything the device has raised.</summary>
    ReaderAhead,

    /// <summary>The reader's clock steps.</summary>
    ReaderClock,

    /// <summary>The device starts again and draws the id of an earlier boot.</summary>
    BootRepeat,

    /// <summary>At its first start the device has been up for months: its numbers and its uptime are near their wraps.</summary>
    DeviceWrap,

    /// <summary>A motion pin changes seven times in a millisecond for a while.</summary>
    Oscillate,

    /// <summary>The device's publishing thread ends.</summary>
    PublisherEnd,
}
