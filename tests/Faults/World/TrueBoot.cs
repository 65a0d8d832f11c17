using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>What is true of one boot of the device, whoever knows of it.</summary>
/// <param name="id">The boot's id.</param>
/// <param name="startMs">The world's time at uptime zero.</param>
/// <param name="driftPpm">By how much this board's clock runs fast.</param>
/// <param name="capacityEvents">How many events the ring holds.</param>
/// <param name="first">The number of its first event: 1, but near the wrap.</param>
internal sealed class TrueBoot(int id, long startMs, double driftPpm, int capacityEvents, uint first)
{
    // Of numbers of ms near the wraps.
    private const double Rounding = 1e-5;

    public int Id => id;

    public uint First => first;

    /// <summary>The number that the next event will get.</summary>
    public uint Next => unchecked(first + (uint)Raised.Count);

    public int CapacityEvents => capacityEvents;

    /// <summary>Everything that was raised; the one with the number <see cref="First"/> stands first.</summary>
    public List<RaisedEvent> Raised { get; } = [];

    /// <summary>Numbers that the device has ever put into a batch: the ring did not drop them.</summary>
    public HashSet<uint> Sealed { get; } = [];

    /// <summary>Numbers that a broker has had.</summary>
    public HashSet<uint> Taken { get; } = [];

    /// <summary>Numbers of which the device knows that a broker has had them.</summary>
    public HashSet<uint> Acknowledged { get; } = [];

    /// <summary>Numbers that were written to the device's flash: the power does not take them.</summary>
    public HashSet<uint> Stored { get; } = [];

    /// <summary>Of these, those that the full store has overwritten before the device knew that a broker had them.</summary>
    public HashSet<uint> Overwritten { get; } = [];

    /// <summary>Numbers that have come to the reader, and when first.</summary>
    public Dictionary<uint, long> Arrived { get; } = [];

    /// <summary>Numbers that have ever come to the reader.</summary>
    public HashSet<uint> Came { get; } = [];

    /// <summary>Numbers that the reader has acknowledged to the broker.</summary>
    public HashSet<uint> Finished { get; } = [];

    /// <summary>Numbers that have come out, or have been told as lost.</summary>
    public HashSet<uint> Told { get; } = [];

    /// <summary>When the reader first had a batch or a state that says that numbers below are missing: by the number below which, and when.</summary>
    public List<(uint Below, long AtMs)> Evidence { get; } = [];

    /// <summary>How far the times that the device was told were off, in ms, and from which event on.</summary>
    public List<(double OffsetMs, int BeforeEvents)> ClockSet { get; } = [];

    /// <summary>What had left the device when the reader first heard of it by a live state: from here on everything must come to it.</summary>
    public uint? FirstToCome { get; set; }

    /// <summary>Whether the watchdog caused it.</summary>
    public bool IsByWatchdog { get; init; }

    /// <summary>Whether a batch of this boot has come to the reader.</summary>
    public bool HasArrived { get; set; }

    /// <summary>The number that the reader's checkpoint says, where it is of another truth and no live state has yet told so: up to it all counts as handled.</summary>
    public uint? BelievedTo { get; set; }

    /// <summary>Whether a reader has ever begun with such a checkpoint.</summary>
    public bool HasBeenBelieved { get; set; }

    /// <summary>After such a checkpoint, the number that the reader's present checkpoint says: what comes below it out of order counts as handled.</summary>
    public uint? HandledTo { get; set; }

    /// <summary>Numbers that had come to the reader's program and were neither told nor acknowledged when it ended, and that have not come again.</summary>
    public HashSet<uint> Unkept { get; } = [];

    /// <summary>The number with which a reader began that had never heard of the device: it cannot know of earlier ones.</summary>
    public uint? BeginsAt { get; set; }

    /// <summary>Whether a broker has acknowledged the start, to the device's knowledge or not.</summary>
    public bool IsBootTaken { get; set; }

    /// <summary>What was raised under a number; null where nothing was.</summary>
    public RaisedEvent? Find(uint number) => unchecked(number - first) < Raised.Count ? Raised[(int)unchecked(number - first)] : null;

    /// <summary>The world's time, in ms, of an uptime.</summary>
    public double TrueMs(long uptimeTicks) => startMs + (uptimeTicks * 10 / Rate);

    /// <summary>The uptime at a time of the world.</summary>
    public long UptimeMs(long worldMs) => (long)(((worldMs - startMs) * Rate) + Rounding);

    /// <summary>The first ms of the world at which the uptime is reached.</summary>
    public long WorldMs(long uptimeMs) => startMs + (long)Math.Ceiling((uptimeMs / Rate) - Rounding);

    /// <summary>Whether the reader's checkpoint hides a number from it.</summary>
    public bool IsHidden(uint number) => IsUpTo(number, BelievedTo) || IsUpTo(number, HandledTo);

    public void ForgetArrivals()
    {
        Arrived.Clear();
        Evidence.Clear();
        HasArrived = false;
    }

    /// <summary>The program begins as if it had never heard of this boot.</summary>
    public void ForgetBeginning() => FirstToCome = null;

    private static bool IsUpTo(uint number, uint? last) => last is { } to && unchecked((int)(to - number)) >= 0;

    private double Rate => 1 + (driftPpm / 1e6);
}
