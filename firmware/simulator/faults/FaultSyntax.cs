namespace NanoEvents.Simulator.Faults;

/// <summary>The syntax of each verb: its words and its arguments.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Name">Its words.</param>
/// <param name="First">The first argument, if it has one.</param>
/// <param name="Second">The second argument, if it has one.</param>
public sealed record FaultSyntax(FaultVerb Verb, string Name, FaultArgument? First = null, FaultArgument? Second = null)
{
    private const long DayMs = 24 * 3600 * 1000;
    private const long YearsMs = 100 * 365 * DayMs;
    private const int MaxBatches = 1000;
    private const int MaxNeighbours = 5;

    /// <summary>Every verb.</summary>
    public static IReadOnlyList<FaultSyntax> All { get; } =
    [
        new(FaultVerb.BrokerStop, "broker stop"),
        new(FaultVerb.BrokerStart, "broker start"),
        new(FaultVerb.BrokerKill, "broker kill"),
        new(FaultVerb.BrokerEmpty, "broker empty"),
        new(FaultVerb.LinkCut, "link cut", Seconds(0)),
        new(FaultVerb.LinkCutInBatch, "link cut-in-batch"),
        new(FaultVerb.LinkHang, "link hang", Seconds(null)),
        new(FaultVerb.AckLose, "ack lose"),
        new(FaultVerb.AckDelay, "ack delay", Seconds(null)),
        new(FaultVerb.BatchesDelay, "batches delay", Seconds(null), Batches(1, 1)),
        new(FaultVerb.BatchesReorder, "batches reorder", Batches(2, 2)),
        new(FaultVerb.BatchesRepeat, "batches repeat", Batches(1, 1)),
        new(FaultVerb.BatchesLose, "batches lose", Batches(1, 1)),
        new(FaultVerb.ReaderCut, "reader cut", Seconds(0)),
        new(FaultVerb.ReaderRestart, "reader restart", Seconds(0)),
        new(FaultVerb.DeviceRestart, "device restart", Seconds(0)),
        new(FaultVerb.SettingsPowerCut, "settings power-cut", Seconds(0)),
        new(FaultVerb.ClockSet, "clock set", new FaultArgument("SECONDS", true, -YearsMs, YearsMs, null)),
        new(FaultVerb.ClockNever, "clock never"),
        new(FaultVerb.Edges, "edges", new FaultArgument("COUNT", false, 1, 1_000_000, null), Sensor("PIN")),
        new(FaultVerb.Chatter, "chatter", Seconds(null), Sensor("PIN")),
        new(FaultVerb.Unplug, "unplug", Sensor("THERMOMETER")),
        new(FaultVerb.Plug, "plug", Sensor("THERMOMETER")),
        new(FaultVerb.Neighbours, "neighbours", new FaultArgument("COUNT", false, 1, MaxNeighbours, null)),
        new(FaultVerb.TwinStart, "twin start"),
        new(FaultVerb.TwinStop, "twin stop"),
        new(FaultVerb.ForgeBatches, "forge batches", Batches(1, 1)),
        new(FaultVerb.ForgeStates, "forge states", Batches(1, 1)),
        new(FaultVerb.Crowd, "crowd", new FaultArgument("COUNT", false, 1, 100_000, null)),
        new(FaultVerb.SessionLose, "session lose"),
        new(FaultVerb.SessionClean, "session clean"),
        new(FaultVerb.SessionQos0, "session qos0"),
        new(FaultVerb.ReaderLimit, "reader limit", new FaultArgument("MAXIMUM", false, 1, 1024, null), new FaultArgument("WINDOW", false, 0, 1024, 0)),
        new(FaultVerb.ReaderSlow, "reader slow", Seconds(null)),
        new(FaultVerb.ReaderBehind, "reader behind", new FaultArgument("EVENTS", false, 1, 1_000_000, null)),
        new(FaultVerb.ReaderAhead, "reader ahead", new FaultArgument("EVENTS", false, 1, 1_000_000, null)),
        new(FaultVerb.ReaderClock, "reader clock", new FaultArgument("SECONDS", true, -YearsMs, YearsMs, null)),
        new(FaultVerb.BootRepeat, "boot repeat", new FaultArgument("BACK", false, 1, 1000, 1)),
        new(FaultVerb.DeviceWrap, "device wrap"),
        new(FaultVerb.Oscillate, "oscillate", Seconds(null), Sensor("PIN")),
        new(FaultVerb.PublisherEnd, "publisher end"),
    ];

    /// <summary>Where it happens.</summary>
    public FaultPlace Place => Verb switch
    {
        <= FaultVerb.BrokerEmpty or (>= FaultVerb.BatchesDelay and <= FaultVerb.BatchesLose) => FaultPlace.Broker,
        FaultVerb.ReaderCut or FaultVerb.ReaderRestart => FaultPlace.Reader,
        > FaultVerb.Plug => FaultPlace.World,
        _ => FaultPlace.Device,
    };

    /// <summary>Whether a broker may have lost events that it had acknowledged, or the reader may have to give them up, once this has happened.</summary>
    public bool MayLoseInTransit =>
        Verb is FaultVerb.BrokerKill or FaultVerb.BrokerEmpty or FaultVerb.BatchesLose or FaultVerb.BatchesDelay or FaultVerb.BatchesReorder
            or FaultVerb.SessionLose or FaultVerb.SessionClean or FaultVerb.SessionQos0 or FaultVerb.ReaderBehind;

    /// <summary>Whether afterwards it cannot always be told which boot of the device came before which.</summary>
    public bool DisputesOrder =>
        Verb is FaultVerb.TwinStart or FaultVerb.ForgeBatches or FaultVerb.ForgeStates or FaultVerb.ReaderAhead or FaultVerb.BootRepeat;

    /// <summary>The syntax of a verb.</summary>
    public static FaultSyntax Of(FaultVerb verb) => All[(int)verb];

    /// <summary>How a line with this verb is written, such as <c>TIME link cut [SECONDS]</c>.</summary>
    public override string ToString() => $"TIME {Name}{Show(First)}{Show(Second)}";

    private static string Show(FaultArgument? argument) =>
        argument == null ? "" : argument.Otherwise == null ? " " + argument.Name : $" [{argument.Name}]";

    private static FaultArgument Seconds(long? otherwise) => new("SECONDS", true, 0, DayMs, otherwise);

    private static FaultArgument Batches(int least, int otherwise) => new("BATCHES", false, least, MaxBatches, otherwise);

    private static FaultArgument Sensor(string name) => new(name, false, 0, 31, 0);
}

/// <summary>An argument of a verb: a time in seconds or a whole number, its limits, and its default.</summary>
/// <param name="Name">Its name in documentation and error messages.</param>
/// <param name="IsSeconds">Whether it is a time; values are then in ms.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
/// <param name="Otherwise">The default value; null if the argument is required.</param>
public sealed record FaultArgument(string Name, bool IsSeconds, long Least, long Most, long? Otherwise);

/// <summary>Where a fault happens.</summary>
public enum FaultPlace
{
    /// <summary>In the device, or on its way to the broker.</summary>
    Device,

    /// <summary>In the broker.</summary>
    Broker,

    /// <summary>In the program that reads, or on its way to the broker.</summary>
    Reader,

    /// <summary>In the world around them: only the tests' world can do it.</summary>
    World,
}
