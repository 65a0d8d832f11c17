using NanoEvents.Protocol;

namespace NanoEvents.Faults.Tests;

/// <summary>The law for what comes out of one device: values and times are those that were raised. What may come when, and what may be missing, its kinds say.</summary>
internal abstract class DeviceLaw(Truth truth, Dictionary<string, long> counts)
{
    private const double RoundingMs = 25;

    /// <summary>Up to when everything that has come is known to the SDK.</summary>
    public long DecidedMs { get; set; }

    /// <summary>Whether every number of the boot that is running has been accounted for.</summary>
    public abstract bool IsComplete { get; }

    protected Truth Truth => truth;

    protected Dictionary<string, long> Counts => counts;

    /// <summary>The program has started (again), after its checkpoint.</summary>
    public abstract void ReaderStarted(Checkpoint? after);

    public abstract void Handle(in NanoEvent e, long nowMs);

    /// <summary>A batch is acknowledged to the broker: everything in it must have been handled.</summary>
    public abstract void CheckAcknowledged(in Batch batch, TrueBoot origin);

    /// <summary>Everything is calm and connected for long enough: nothing may be open any more.</summary>
    public abstract void CheckEnd();

    protected static int Distance(uint from, uint to) => unchecked((int)(to - from));

    protected static bool IsSame(in NanoEvent e, RaisedEvent raised)
    {
        bool flag = EventWord.Flag(raised.Word);
        if (e.Source != EventWord.Source(raised.Word))
        {
            return false;
        }

        return (e.Kind, EventWord.Kind(raised.Word)) switch
        {
            (EventKind.Temperature, EventKind.Temperature) => e.RawValue == raised.Value,
            (EventKind.Motion, EventKind.Motion) => e.Moving == flag,
            (EventKind.Threshold, EventKind.Threshold) => e.Entered == flag
                && e.RawValue == EventWord.ThresholdCelsius(raised.Value)
                && e.RawLimit == EventWord.ThresholdLimit(raised.Value)
                && (int?)e.Side == EventWord.Detail(raised.Word),
            (EventKind.Chatter, EventKind.Chatter) => e.Count == raised.Value,
            (EventKind.Fault, EventKind.Fault) => e.Began == flag
                && e.Reason == NanoEvent.ReasonText(EventWord.Detail(raised.Word)),
            _ => false,
        };
    }

    protected void CheckTime(TrueBoot boot, in NanoEvent e, RaisedEvent raised, long nowMs)
    {
        double trueMs = boot.TrueMs(raised.Ticks);
        WorldTime clock = truth.ReaderClock;
        if (e.Clock == ClockQuality.Synchronized)
        {
            double saidMs = (e.Time!.Value - WorldTime.Start).TotalMilliseconds;
            double errorMs = e.TimeError!.Value.TotalMilliseconds;
            double off = boot.ClockSet.Select(set => Math.Abs(saidMs - trueMs - set.OffsetMs)).DefaultIfEmpty(double.MaxValue).Min();
            Require(off <= errorMs + 1, e, $"its time is off by {off:0} ms and may be by {errorMs:0}");
            Require(!Law.TimesAreChecked || saidMs <= nowMs + clock.MaxOffsetMs + errorMs + RoundingMs, e, "it is synchronized, and dated after it came");
        }
        else if (e.Clock == ClockQuality.Estimated)
        {
            double saidMs = (e.Time!.Value - WorldTime.Start).TotalMilliseconds;
            double driftMs = (nowMs - trueMs) * 50e-6;
            Require(saidMs >= trueMs + clock.MinOffsetMs - driftMs - RoundingMs, e, $"its time is {trueMs - saidMs:0} ms before it happened");
            Require(saidMs <= nowMs + clock.MaxOffsetMs, e, "its time is after it came");
            bool wasSet = boot.ClockSet.Count > 0 && boot.ClockSet.All(set => set.OffsetMs <= clock.MinOffsetMs) && e.Sequence - boot.First >= boot.ClockSet[0].BeforeEvents;
            Require(!wasSet, e, "the device knew the time, and the event has an estimated one");
        }
        else
        {
            Require(e.Time == null, e, "a time that nobody knows");
            Require(WorldTime.Start.AddMilliseconds(clock.MinOffsetMs).Year <= 2000, e, "no time, though it has come at a known one");
        }
    }

    protected static void Require(bool condition, in NanoEvent e, string otherwise)
    {
        if (!condition)
        {
            throw new LawException($"{e} (boot {e.BootId}): {otherwise}");
        }
    }

    protected static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new LawException(otherwise);
        }
    }
}
