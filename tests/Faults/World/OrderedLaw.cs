using NanoEvents.Protocol;

namespace NanoEvents.Faults.Tests;

/// <summary>
/// The law for a device that is alone under its name: each number once or in exactly one loss, in order, with its own value and a time that is right, and each
/// loss with the cause that it had.
/// </summary>
internal sealed class OrderedLaw(Truth truth, Dictionary<string, long> counts, Func<int> maxHeld) : DeviceLaw(truth, counts)
{
    private const long PatienceMs = 5000;

    private readonly HashSet<int> _seen = [];
    private TrueBoot? _boot;
    private uint _next;
    private bool _isRetired;
    private bool _bootSaid;
    private string? _acknowledgedEarly;

    public override bool IsComplete =>
        Truth.Boots.Count > 0 && _boot == Truth.Boots[^1] && !_isRetired && (_bootSaid || Truth.TransitMayLose || _boot.First != 1) && _next == _boot.Next;

    /// <summary>A loss by restart has no checkpoint of its own: it may come again.</summary>
    public override void ReaderStarted(Checkpoint? after)
    {
        _isRetired = false;
        if (after is { } checkpoint && (checkpoint.BootId != _boot?.Id || checkpoint.Sequence + 1 != _next))
        {
            _boot = Truth.Of(checkpoint.BootId);
            _next = checkpoint.Sequence + 1;
            _bootSaid = true;
            _seen.Clear();
            _seen.UnionWith(Truth.Boots.TakeWhile(boot => boot != _boot).Append(_boot).Select(boot => boot.Id));
        }
        else if (after == null)
        {
            _boot = null;
            _seen.Clear();
            Truth.Boots.ForEach(boot => boot.ForgetBeginning());
        }
    }

    public override void Handle(in NanoEvent e, long nowMs)
    {
        if (_boot?.Id != e.BootId)
        {
            Begin(e);
        }

        Require(!_isRetired, e, "comes out of a boot that is over");
        Require(_bootSaid || Truth.TransitMayLose || e.Kind == EventKind.Boot || _next != _boot!.First || _next != 1, e, "comes before the start of its boot");
        switch (e.Kind)
        {
            case EventKind.Boot:
                Require(!_bootSaid && _next == _boot!.First, e, "a second start of the same boot, or one that comes late");
                Require(e.Firmware == Firmware.Boot.FirmwareVersion, e, "another firmware");
                Require((e.Cause == "watchdog") == _boot!.IsByWatchdog, e, "another cause of the start");
                _bootSaid = true;
                CheckTime(_boot!, e, new RaisedEvent(0, 0, 0), nowMs);
                break;
            case EventKind.Lost:
                Lose(e);
                break;
            default:
                Deliver(e, nowMs);
                break;
        }
    }

    /// <summary>A batch is acknowledged to the broker: everything in it must have been handled, or be of a boot that is over.</summary>
    public override void CheckAcknowledged(in Batch batch, TrueBoot origin)
    {
        bool isOver = _boot != null && _boot.Id != batch.Boot && Truth.Boots.IndexOf(origin) < Truth.Boots.IndexOf(_boot);
        bool isHandled = _boot?.Id == batch.Boot && Distance(batch.Sequence + (uint)batch.EventCount, _next) >= 0;
        bool isEmpty = batch.EventCount == 0 && !batch.HasBoot;
        if (!(isOver || isHandled || isEmpty))
        {
            // The client takes whatever goes wrong in an acknowledgement for a broken connection: it is said later.
            _acknowledgedEarly ??= $"a batch was acknowledged before it was handled: boot {batch.Boot}, from number {batch.Sequence}";
        }
    }

    /// <summary>Everything is calm and connected for long enough: nothing may be open any more.</summary>
    public override void CheckEnd()
    {
        Require(_acknowledgedEarly == null, _acknowledgedEarly!);
        foreach (TrueBoot boot in Truth.Boots.Where(boot => boot.HasArrived && !_seen.Contains(boot.Id)))
        {
            throw new LawException($"boot {boot.Id}: a batch of it has come to the reader, and nothing of it has come out");
        }

        TrueBoot? last = Truth.Boots.LastOrDefault();
        if (last == null)
        {
            return;
        }

        if (_boot == null && !last.HasArrived && Truth.TransitMayLose && last.FirstToCome == last.Next)
        {
            // A broker lost everything, and all of it had left the device before the reader first heard of the device.
            return;
        }

        Require(
            _boot == last,
            $"the last boot of {Truth.Device} is {last.Id}, next {last.Next}, from {last.FirstToCome?.ToString() ?? "no"} state on, and the reader knows of {_boot?.Id.ToString() ?? "none"}");
        Require(
            _next == last.Next,
            $"boot {last.Id}: {last.Raised.Count} were raised, and the reader knows of {_next - last.First}");
        Require(_bootSaid || Truth.TransitMayLose || last.First != 1, $"boot {last.Id}: the start did not come through");
    }

    private void Begin(in NanoEvent e)
    {
        Require(Truth.TryGet(e.BootId, out TrueBoot? boot), e, "a boot that never was");
        Require(_boot == null || _isRetired, e, "a boot begins before the loss that ends the one before");
        Require(_seen.Add(e.BootId), e, "a boot comes back");
        Require(_boot == null || Truth.Boots.IndexOf(boot!) > Truth.Boots.IndexOf(_boot), e, "an older boot comes after a newer one");
        bool isFirst = _boot == null;
        _boot = boot;
        _isRetired = false;
        _bootSaid = false;
        _next = _boot!.First;

        // Of the first boot that it ever hears of, a reader cannot know what a broker lost before.
        if (isFirst && Truth.TransitMayLose && e.Kind != EventKind.Boot)
        {
            _next = e.Sequence ?? e.From!.Value;
        }
    }

    private void Lose(in NanoEvent e)
    {
        Require(e.From == _next, e, $"the loss begins at another number than {_next}");
        TrueBoot boot = _boot!;
        if (e.LossCause == LossCause.Restart)
        {
            Require(boot != Truth.Boots[^1], e, "the boot is running");
            Require(!boot.Arrived.Any(a => Distance(_next, a.Key) >= 0 && a.Value < DecidedMs), e, "a number had come before it was said to be lost by the restart");
            Require(
                !boot.Stored.Any(n => Distance(_next, n) >= 0 && !boot.Overwritten.Contains(n) && !(Truth.TransitMayLose && boot.Taken.Contains(n))),
                e,
                "the restart took what had been written to flash");
            _isRetired = true;
            Counts["restart"]++;
            return;
        }

        Require(e.Count > 0, e, "nothing is lost");
        Require(e.Count <= Distance(_next, boot.Next), e, "more are lost than were raised");
        uint end = unchecked(_next + (uint)e.Count!.Value);
        for (uint n = _next; n != end; n++)
        {
            Require(!boot.Arrived.TryGetValue(n, out long atMs) || atMs >= DecidedMs, e, $"number {n} had come before it was said to be lost");
            if (e.LossCause == LossCause.Overflow && !boot.Overwritten.Contains(n))
            {
                Require(!boot.Sealed.Contains(n), e, $"number {n} was not dropped by the ring: it was in a batch");
                Require(Distance(n, boot.Next) > boot.CapacityEvents, e, $"number {n} was not dropped by the ring: it had room");
            }
            else if (e.LossCause == LossCause.Transit)
            {
                Require(Truth.TransitMayLose, e, "no broker has lost anything");
                Require(boot.Taken.Contains(n), e, $"number {n} was never acknowledged by a broker");
                Require(WasWaitedFor(boot, n), e, $"number {n} was not waited for");
            }
        }

        Counts[e.Cause!] += e.Count.Value;
        _next = end;
    }

    // For the patience since it was known to be missing, or until too many waited behind it. Before a restart nothing is waited for.
    private bool WasWaitedFor(TrueBoot boot, uint n)
    {
        int behind = 0;

        int most = maxHeld();
        foreach ((uint below, long atMs) in boot.Evidence)
        {
            if (Distance(n, below) > 0)
            {
                behind++;
                if (atMs <= DecidedMs - PatienceMs || behind > most)
                {
                    return true;
                }
            }
        }

        return Truth.Boots.Skip(Truth.Boots.IndexOf(boot) + 1).Any(later => later.HasArrived);
    }

    private void Deliver(in NanoEvent e, long nowMs)
    {
        Require(e.Sequence == _next, e, $"number {_next} should be next");
        Require(_boot!.Find(_next) != null, e, "was never raised");
        RaisedEvent raised = _boot.Find(_next)!.Value;
        Require(IsSame(e, raised), e, $"was raised as kind {EventWord.Kind(raised.Word)} of {EventWord.Source(raised.Word)}, value {raised.Value}");
        CheckTime(_boot, e, raised, nowMs);
        _next++;
        Counts["delivered"]++;
        Counts["stored"] += _boot.Stored.Contains(e.Sequence!.Value) && _boot != Truth.Boots[^1] ? 1 : 0;
    }
}
