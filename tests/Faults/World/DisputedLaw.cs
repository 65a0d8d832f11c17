namespace NanoEvents.Faults.Tests;

/// <summary>
/// The law for a device in whose name others speak, whose boot ids come again, or of which the reader has a checkpoint that cannot be. Which boot came first
/// nobody can tell then, but still: of each boot its numbers come out in order and once, with their values and times, and each number that has come to the reader
/// comes out or is told as lost.
/// </summary>
internal sealed class DisputedLaw(Truth truth, Dictionary<string, long> counts) : DeviceLaw(truth, counts)
{
    private readonly Dictionary<TrueBoot, Line> _lines = [];
    private readonly Dictionary<int, RepeatedId> _ids = [];

    // The checkpoint's boot, until something of it comes out.
    private int? _resumed;

    // Nothing has come out yet, and no checkpoint tells of the device.
    private bool _knowsNothing = true;

    public override bool IsComplete => Truth.Running is { } boot && FindUntold() == null && (IsKnownToItsEnd(boot) || Truth.TransitMayLose);

    // What has been acknowledged does not come again. What has not may; of a boot that the checkpoint does not name, it is unknown if a session does not keep it.
    public override void ReaderStarted(Checkpoint? after)
    {
        foreach (Line line in _lines.Values)
        {
            IdOf(line.Boot.Id).RunEnded(line.Delivered);
        }

        _lines.Clear();
        _resumed = after?.BootId;
        foreach ((int id, RepeatedId told) in _ids)
        {
            told.IsResumed = id == _resumed;
        }

        _knowsNothing = after == null;
        foreach (TrueBoot boot in Truth.Boots)
        {
            bool isKnown = after is { } checkpoint && checkpoint.BootId == boot.Id;
            if (!isKnown)
            {
                boot.Came.RemoveWhere(n => !boot.Told.Contains(n) && !boot.Finished.Contains(n));
            }

            boot.Unkept.UnionWith(boot.Came.Where(n => !boot.Told.Contains(n) && !boot.Finished.Contains(n)));
            uint? handled = isKnown && after!.Value.Sequence != 0 ? after.Value.Sequence : null;
            boot.BelievedTo = handled is { } impossible && !boot.Told.Contains(impossible) ? impossible : null;
            boot.HandledTo = boot.HasBeenBelieved && boot.BelievedTo == null ? handled : null;
            boot.HasBeenBelieved |= boot.BelievedTo != null;

            // What had come and not been handled is hidden by a wrong checkpoint, too. A right one after it is one number: it hides what came below it out of order.
            boot.Came.RemoveWhere(n => boot.IsHidden(n) && (boot.BelievedTo != null || !boot.Told.Contains(n)));
        }
    }

    public override void Handle(in NanoEvent e, long nowMs)
    {
        if (Truth.Forged.Contains(e.BootId))
        {
            return;
        }

        Line line = FindLine(e, nowMs);
        TrueBoot boot = line.Boot;
        RepeatedId told = IdOf(boot.Id);
        ForgetWhatIsHeldForHandled(e);

        // What a reader first hears of a device says where it begins: earlier numbers may also come to it, and later.
        boot.BeginsAt = _knowsNothing ? e.Sequence ?? e.From : boot.BeginsAt;
        _knowsNothing = false;
        switch (e.Kind)
        {
            case EventKind.Boot:
                Require(e.Firmware == Firmware.Boot.FirmwareVersion, e, "another firmware");
                line.IsBootSaid = true;
                break;
            case EventKind.Lost when e.LossCause == LossCause.Restart:
                // It covers what was raised until then, also what is still on its way. A boot that goes on must be told of again.
                Tell(boot, e.From!.Value, boot.Next);
                told.Over(e.From!.Value, Came(boot.Id));
                line.IsOver = true;
                Counts["restart"]++;
                break;
            case EventKind.Lost:
                uint end = unchecked(e.From!.Value + (uint)e.Count!.Value);
                Require(Distance(end, boot.Next) >= 0, e, "more are lost than were raised");
                Tell(boot, e.From!.Value, end);
                told.Lost(e.From.Value, end);
                line.Pass(e.From.Value, end);
                Counts[e.Cause!] += e.Count.Value;
                break;
            default:
                RaisedEvent raised = boot.Find(e.Sequence!.Value)!.Value;
                if (!IsTimeRightOfAnother(boot, e, raised, nowMs))
                {
                    CheckTime(boot, e, raised, nowMs);
                }

                boot.Told.Add(e.Sequence!.Value);
                told.GoesOn(Came(boot.Id));
                line.Delivered.Add(e.Sequence.Value);
                line.Pass(e.Sequence.Value, e.Sequence.Value + 1);
                Counts["delivered"]++;
                break;
        }
    }

    // Of two copies one may be left out: that each number comes out is looked at in the end.
    public override void CheckAcknowledged(in Batch batch, TrueBoot origin)
    {
        for (uint i = 0; i < batch.EventCount; i++)
        {
            origin.Finished.Add(batch.Sequence + i);
        }
    }

    public override void CheckEnd()
    {
        Require(FindUntold() is not { } untold, FindUntold() ?? "");
        Require(Truth.Running == null || IsKnownToItsEnd(Truth.Running) || Truth.TransitMayLose, $"boot {Truth.Running?.Id}: {Truth.Running?.Raised.Count} were raised, and the reader does not know of the last ones");
    }

    private bool IsKnownToItsEnd(TrueBoot boot) => boot.Raised.Count == 0 || IsTold(boot, boot.Next - 1);

    // Under an id that several boots have, also what is held for a number of another one, and what is the same event to the tick.
    private bool IsTold(TrueBoot boot, uint n) =>
        boot.Told.Contains(n) || (IsRepeated(boot) && (IdOf(boot.Id).Hides(n) || Truth.Boots.Any(other => other != boot && other.Id == boot.Id && other.Told.Contains(n) && other.Find(n) == boot.Find(n))));

    private string? FindUntold()
    {
        foreach (TrueBoot boot in Truth.Boots)
        {
            foreach (uint n in boot.Came)
            {
                bool isUnknown = (boot.BeginsAt is { } first && Distance(n, first) > 0) || (boot.Unkept.Contains(n) && IsRepeated(boot));
                if (!isUnknown && !IsTold(boot, n))
                {
                    return $"boot {boot.Id}: number {n} has come to the reader, and has neither come out nor been told as lost";
                }
            }
        }

        return null;
    }

    private static void Tell(TrueBoot boot, uint from, uint end)
    {
        for (uint n = from; Distance(n, end) > 0; n++)
        {
            boot.Told.Add(n);
        }
    }

    // An id may be of several boots: the one that it fits best.
    private Line FindLine(NanoEvent e, long nowMs)
    {
        List<Line> fitting = [.. Truth.Boots.Where(boot => boot.Id == e.BootId).Select(LineOf).Where(line => Fits(line, e))];
        if (fitting.Count > 0)
        {
            return fitting.Count == 1 ? fitting[0] : fitting.MinBy(line => Misfit(line, e, nowMs))!;
        }

        bool isKnown = Truth.TryGet(e.BootId, out TrueBoot? last);
        Require(isKnown, e, "a boot that never was");
        uint? sequence = e.Sequence;
        RaisedEvent? raised = sequence is { } n ? last!.Find(n) : null;
        throw new LawException($"{e} (boot {e.BootId}): was raised as {raised}, and number {LineOf(last!).Next} should be next");
    }

    private int Misfit(Line line, in NanoEvent e, long nowMs) =>
        (e.Sequence is { } n && !line.Boot.Arrived.ContainsKey(n) ? 16 : 0) + (TellsNothing(line.Boot, e) ? 8 : 0) + (IsTimeRight(line.Boot, e, nowMs) ? 0 : 4) + (line.IsOver ? 2 : 0)
            + (line.Next == (e.Kind == EventKind.Lost ? e.From : e.Sequence) ? 0 : 1);

    // Whether a loss is of numbers that have come out, or have been told, in a run before.
    private static bool TellsNothing(TrueBoot boot, in NanoEvent e)
    {
        if (e is not { Kind: EventKind.Lost, From: { } from, Count: > 0 and { } count })
        {
            return false;
        }

        for (uint n = from; n != unchecked(from + (uint)count); n++)
        {
            if (!boot.Told.Contains(n))
            {
                return false;
            }
        }

        return true;
    }

    // A batch that has come mixed with those of another boot with the same id may be dated by the clock of that.
    private bool IsTimeRightOfAnother(TrueBoot boot, NanoEvent e, RaisedEvent raised, long nowMs) =>
        Truth.Boots.Any(other => other != boot && other.Id == boot.Id && IsTimeRight(other, e, raised, nowMs));

    private bool IsTimeRight(TrueBoot boot, in NanoEvent e, long nowMs) =>
        e.Sequence is not { } sequence || IsTimeRight(boot, e, boot.Find(sequence)!.Value, nowMs);

    private bool IsTimeRight(TrueBoot boot, in NanoEvent e, RaisedEvent raised, long nowMs)
    {
        try
        {
            CheckTime(boot, e, raised, nowMs);
            return true;
        }
        catch (LawException)
        {
            return false;
        }
    }

    private bool Fits(Line line, in NanoEvent e)
    {
        // Where batches of two boots with one id have come mixed, nobody can tell them apart before they contradict each other: each number once, in any order.
        bool isRepeated = IsRepeated(line.Boot);
        if (e.Kind == EventKind.Boot)
        {
            return !line.IsBootSaid;
        }

        if (e.Sequence is not { } sequence)
        {
            return e.LossCause == LossCause.Restart
                || ((isRepeated || line.Allows(e.From!.Value, unchecked(e.From.Value + (uint)e.Count!.Value))) && Distance(unchecked(e.From!.Value + (uint)e.Count!.Value), line.Boot.Next) >= 0);
        }

        bool isNext = line.Next is not { } expected || Distance(expected, sequence) >= 0 || (isRepeated && !line.Delivered.Contains(sequence));
        return isNext && line.Boot.Find(sequence) is { } raised && IsSame(e, raised);
    }

    // What comes before the checkpoint's boot goes on is held for older, and for handled: a checkpoint says nothing of other boots.
    private void ForgetWhatIsHeldForHandled(in NanoEvent e)
    {
        if (_resumed == e.BootId && e.Sequence != null)
        {
            foreach (TrueBoot boot in Truth.Boots)
            {
                boot.Came.RemoveWhere(n => boot.Id != _resumed && !boot.Told.Contains(n));
            }
        }

        _resumed = null;
    }

    private IEnumerable<uint> Came(int id) => Truth.Boots.Where(boot => boot.Id == id).SelectMany(boot => boot.Came);

    private RepeatedId IdOf(int id)
    {
        if (!_ids.TryGetValue(id, out RepeatedId? told))
        {
            _ids[id] = told = new RepeatedId { IsResumed = id == _resumed };
        }

        return told;
    }

    private bool IsRepeated(TrueBoot boot) => Truth.Boots.Count(other => other.Id == boot.Id) > 1;

    private Line LineOf(TrueBoot boot)
    {
        if (!_lines.TryGetValue(boot, out Line? line))
        {
            _lines[boot] = line = new Line(boot);
        }

        return line;
    }

    // What one run of the program has seen of a boot.
    private sealed class Line(TrueBoot boot)
    {
        public TrueBoot Boot => boot;

        public uint? Next { get; private set; }

        // The lowest number that came out.
        private uint? First { get; set; }

        public HashSet<uint> Delivered { get; } = [];

        public bool IsBootSaid { get; set; }

        // Said to be over by a restart.
        public bool IsOver { get; set; }

        // A boot that runs beside another begins with what comes first: what comes later of before that is told as lost then.
        public bool Allows(uint from, uint end) => Next is not { } next || Distance(next, from) >= 0 || Distance(end, First!.Value) >= 0;

        public void Pass(uint from, uint end)
        {
            First = First is { } first && Distance(first, from) >= 0 ? first : from;
            Next = Next is { } next && Distance(end, next) >= 0 ? next : end;
        }
    }
}
