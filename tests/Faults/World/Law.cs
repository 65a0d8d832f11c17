using NanoEvents.Protocol;

namespace NanoEvents.Faults.Tests;

/// <summary>
/// Compares what a program has handled with what was true: each number once or in exactly one loss, in order, with its own value and a
/// time that is right, and each loss with the cause that it had.
/// </summary>
internal sealed class Law(Truth truth)
{
    private const long PatienceMs = 5000;
    private const int MostHeld = 8;
    private const double RoundingMs = 25;

    private readonly HashSet<int> _seen = [];
    private TrueBoot? _boot;
    private uint _next;
    private bool _isRetired;
    private bool _bootSaid;
    private string? _acknowledgedEarly;

    /// <summary>Told each event that has been handled.</summary>
    public Action<NanoEvent>? Tell { get; init; }

    /// <summary>How many numbers were delivered, and how many lost by each cause.</summary>
    public Dictionary<string, long> Counts { get; } = new() { ["delivered"] = 0, ["overflow"] = 0, ["transit"] = 0, ["restart"] = 0, ["stored"] = 0 };

    /// <summary>Whether every number of the boot that is running has been accounted for.</summary>
    public bool IsComplete => _boot == truth.Boots[^1] && !_isRetired && (_bootSaid || truth.TransitMayLose) && _next == _boot.Raised.Count + 1;

    /// <summary>The program has started (again), after its checkpoint. A loss by restart has none: it may come again.</summary>
    public void ReaderStarted() => _isRetired = false;

    public void Handle(in NanoEvent e, long nowMs)
    {
        Tell?.Invoke(e);
        if (_boot?.Id != e.Boot)
        {
            Begin(e);
        }

        Require(!_isRetired, e, "comes out of a boot that is over");
        Require(_bootSaid || truth.TransitMayLose || e.Kind == EventKind.Boot || _next > 1, e, "comes before the start of its boot");
        switch (e.Kind)
        {
            case EventKind.Boot:
                Require(!_bootSaid && _next == 1, e, "a second start of the same boot, or one that comes late");
                Require(e.Firmware == Firmware.Boot.FirmwareVersion, e, "another firmware");
                _bootSaid = true;
                CheckTime(e, new RaisedEvent(0, 0, 0), nowMs);
                break;
            case EventKind.Lost:
                Lose(e, nowMs);
                break;
            default:
                Deliver(e, nowMs);
                break;
        }
    }

    /// <summary>A batch is acknowledged to the broker: everything in it must have been handled, or be of a boot that is over.</summary>
    public void CheckAcknowledged(in Batch batch)
    {
        bool isOver = _boot != null && _boot.Id != batch.Boot && truth.Boots.IndexOf(truth.Of(batch.Boot)) < truth.Boots.IndexOf(_boot);
        bool isHandled = _boot?.Id == batch.Boot && Distance(batch.Sequence + (uint)batch.EventCount, _next) >= 0;
        bool isEmpty = batch.EventCount == 0 && !batch.HasBoot;
        if (!(isOver || isHandled || isEmpty))
        {
            // The client takes whatever goes wrong in an acknowledgement for a broken connection: it is said later.
            _acknowledgedEarly ??= $"a batch was acknowledged before it was handled: boot {batch.Boot}, from number {batch.Sequence}";
        }
    }

    /// <summary>Everything is calm and connected for long enough: nothing may be open any more.</summary>
    public void CheckEnd()
    {
        Require(_acknowledgedEarly == null, _acknowledgedEarly!);
        foreach (TrueBoot boot in truth.Boots.Where(boot => boot.HasArrived && !_seen.Contains(boot.Id)))
        {
            throw new LawException($"boot {boot.Id}: a batch of it has come to the reader, and nothing of it has come out");
        }

        TrueBoot last = truth.Boots[^1];
        if (!last.HasArrived && truth.TransitMayLose)
        {
            // A broker has lost every batch of it: a state alone never begins a boot, because it may be of one that is over.
            return;
        }

        if (_boot == null && truth.TransitMayLose && (last.FirstToCome ?? uint.MaxValue) > last.Raised.Count)
        {
            // The broker lost everything before the reader was there.
            return;
        }

        Require(_boot == last, $"the last boot is {last.Id}, and the reader knows of {_boot?.Id.ToString() ?? "none"}");
        Require(
            _next == last.Raised.Count + 1,
            $"boot {last.Id}: {last.Raised.Count} were raised, and the reader knows of {_next - 1}");
        Require(_bootSaid || truth.TransitMayLose, $"boot {last.Id}: the start did not come through");
    }

    private void Begin(in NanoEvent e)
    {
        Require(truth.TryGet(e.Boot, out TrueBoot? boot), e, "a boot that never was");
        Require(_boot == null || _isRetired, e, "a boot begins before the loss that ends the one before");
        Require(_seen.Add(e.Boot), e, "a boot comes back");
        Require(_boot == null || truth.Boots.IndexOf(boot!) > truth.Boots.IndexOf(_boot), e, "an older boot comes after a newer one");
        bool isFirst = _boot == null;
        _boot = boot;
        _isRetired = false;
        _bootSaid = false;
        _next = 1;

        // Of the first boot that it ever hears of, a reader cannot know what a broker lost before.
        if (isFirst && truth.TransitMayLose && e.Kind != EventKind.Boot)
        {
            _next = e.Sequence ?? e.From;
        }
    }

    private void Lose(in NanoEvent e, long nowMs)
    {
        Require(e.From == _next, e, $"the loss begins at another number than {_next}");
        TrueBoot boot = _boot!;
        if (e.LossCause == LossCause.Restart)
        {
            Require(boot != truth.Boots[^1], e, "the boot is running");
            Require(!boot.Arrived.Any(a => Distance(_next, a.Key) >= 0 && a.Value < nowMs), e, "a number had come before it was said to be lost by the restart");
            Require(
                !boot.Stored.Any(n => Distance(_next, n) >= 0 && !boot.Overwritten.Contains(n) && !(truth.TransitMayLose && boot.Taken.Contains(n))),
                e,
                "the restart took what had been written to flash");
            _isRetired = true;
            Counts["restart"]++;
            return;
        }

        Require(e.Count > 0, e, "nothing is lost");
        Require(_next + e.Count <= boot.Raised.Count + 1, e, "more are lost than were raised");
        for (uint n = _next; n < _next + e.Count; n++)
        {
            Require(!boot.Arrived.TryGetValue(n, out long atMs) || atMs >= nowMs, e, $"number {n} had come before it was said to be lost");
            if (e.LossCause == LossCause.Overflow && !boot.Overwritten.Contains(n))
            {
                Require(!boot.Sealed.Contains(n), e, $"number {n} was not dropped by the ring: it was in a batch");
                Require(n + boot.CapacityEvents <= boot.Raised.Count, e, $"number {n} was not dropped by the ring: it had room");
            }
            else if (e.LossCause == LossCause.Transit)
            {
                Require(truth.TransitMayLose, e, "no broker has lost anything");
                Require(boot.Taken.Contains(n), e, $"number {n} was never acknowledged by a broker");
                Require(WasWaitedFor(boot, n, nowMs), e, $"number {n} was not waited for");
            }
        }

        Counts[e.Cause] += e.Count!.Value;
        _next += (uint)e.Count.Value;
    }

    // For the patience since it was known to be missing, or until too many waited behind it. Before a restart nothing is waited for.
    private bool WasWaitedFor(TrueBoot boot, uint n, long nowMs)
    {
        int behind = 0;
        foreach ((uint below, long atMs) in boot.Evidence)
        {
            if (Distance(n, below) > 0)
            {
                behind++;
                if (atMs <= nowMs - PatienceMs || behind > MostHeld)
                {
                    return true;
                }
            }
        }

        return truth.Boots.Skip(truth.Boots.IndexOf(boot) + 1).Any(later => later.HasArrived);
    }

    private void Deliver(in NanoEvent e, long nowMs)
    {
        Require(e.Sequence == _next, e, $"number {_next} should be next");
        Require(_next <= _boot!.Raised.Count, e, "was never raised");
        RaisedEvent raised = _boot.Raised[(int)_next - 1];
        Require(IsSame(e, raised), e, $"was raised as kind {EventWord.Kind(raised.Word)} of {EventWord.Source(raised.Word)}, value {raised.Value}");
        CheckTime(e, raised, nowMs);
        _next++;
        Counts["delivered"]++;
        Counts["stored"] += _boot.Stored.Contains(e.Sequence!.Value) && _boot != truth.Boots[^1] ? 1 : 0;
    }

    private static bool IsSame(in NanoEvent e, RaisedEvent raised)
    {
        bool flag = EventWord.Flag(raised.Word);
        if (e.Source != EventWord.Source(raised.Word))
        {
            return false;
        }

        return (e.Kind, EventWord.Kind(raised.Word)) switch
        {
            (EventKind.Temperature, EventKind.Temperature) => e.CentiCelsius == raised.Value,
            (EventKind.Motion, EventKind.Motion) => e.Moving == flag,
            (EventKind.Threshold, EventKind.Threshold) => e.Entered == flag
                && e.CentiCelsius == EventWord.ThresholdCelsius(raised.Value)
                && e.LimitCentiCelsius == EventWord.ThresholdLimit(raised.Value)
                && (int)e.Side == EventWord.Detail(raised.Word),
            (EventKind.Chatter, EventKind.Chatter) => e.Count == raised.Value,
            (EventKind.Fault, EventKind.Fault) => e.Began == flag
                && e.Reason == NanoEvent.ReasonText(EventWord.Detail(raised.Word)),
            _ => false,
        };
    }

    private void CheckTime(in NanoEvent e, RaisedEvent raised, long nowMs)
    {
        TrueBoot boot = _boot!;
        double trueMs = boot.TrueMs(raised.Ticks);
        if (e.Clock == ClockQuality.Synchronized)
        {
            double saidMs = (e.Time!.Value - WorldTime.Start).TotalMilliseconds;
            double errorMs = e.TimeError!.Value.TotalMilliseconds;
            double off = boot.ClockSet.Select(set => Math.Abs(saidMs - trueMs - set.OffsetMs)).DefaultIfEmpty(double.MaxValue).Min();
            Require(off <= errorMs + 1, e, $"its time is off by {off:0} ms and may be by {errorMs:0}");
        }
        else if (e.Clock == ClockQuality.Estimated)
        {
            double saidMs = (e.Time!.Value - WorldTime.Start).TotalMilliseconds;
            double driftMs = (nowMs - trueMs) * 50e-6;
            Require(saidMs >= trueMs - driftMs - RoundingMs, e, $"its time is {trueMs - saidMs:0} ms before it happened");
            Require(saidMs <= nowMs, e, "its time is after it came");
            bool wasSet = boot.ClockSet.Count > 0 && e.Sequence > boot.ClockSet[0].BeforeEvents;
            Require(!wasSet, e, "the device knew the time, and the event has an estimated one");
        }
        else
        {
            Require(e.Time == null, e, "a time that nobody knows");
            throw new LawException($"{e}: no time, though it has come at a known one");
        }
    }

    private static int Distance(uint from, uint to) => unchecked((int)(to - from));

    private static void Require(bool condition, in NanoEvent e, string otherwise)
    {
        if (!condition)
        {
            throw new LawException($"{e} (boot {e.Boot}): {otherwise}");
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new LawException(otherwise);
        }
    }
}
