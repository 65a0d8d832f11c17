namespace NanoEvents;

/// <content>Which boot a message belongs to, and how a boot begins.</content>
internal sealed partial class DeviceTimeline
{
    // Whether its number can be its boot's. Of a boot that is not known, everything is expected if it follows another one or reports its start.
    private bool CanHaveRaised(in Batch batch)
    {
        BootLine? line = _boots.Find(batch.Boot);
        return line is { HasBegun: true } ? line.Clock.CanGoOnWith(batch, line.Next)
            : (!batch.HasBoot && _boots.Current is null) || BootClock.CanHaveRaised(batch, 1);
    }

    private void AddEvents(in HeldBatch held, in Batch batch)
    {
        if (_resumed is not null)
        {
            if (batch.Boot != _resumed && _stateBoot == _resumed)
            {
                Doubt(held);
                return;
            }

            GoOnWith(batch.Boot);
        }

        if (!held.Retained && _boots.Find(batch.Boot) is { } known && known.IsOfBootBefore(batch, held.Steady))
        {
            known.Skip(held, batch);
            return;
        }

        BootLine line = FindLive(batch, held.Arrived) ?? AddLine(batch.Boot);
        line.IsDisputed = _clashes > 0;
        line.Clock.Learn(batch, held.Arrived);
        if (!line.IsRunning && !line.IsRetired && !TryBegin(line, held, batch))
        {
            Doubt(held);
            return;
        }

        line.Add(held, batch);
        LookAtCheckpoint(line);
        _state.Count(batch, line.Next);
        LookAtNewcomer(line);
    }

    private void AddState(in Batch state, in Arrived arrived)
    {
        _stateBoot = state.Boot;
        if (_resumed is not null && DoubtfulCount > 0 && state.Boot != _resumed)
        {
            GoOnWith(null);
        }

        BootLine line = FindLive(state, arrived) ?? AddLine(state.Boot);
        line.Clock.Learn(state, arrived);
        if (line.IsRetired)
        {
            // It may go on nevertheless: then its batches count from here.
            return;
        }

        if (state.HasNames)
        {
            // Firmware of before the names had a topic.
            line.Names = new SourceNames(state);
        }

        uint left = state.Sequence - SequenceMath.Clamp(state.Waiting);
        if (line.IsRunning)
        {
            line.SeeNext(state, arrived.Retained);
            LookAtCheckpoint(line);
            line.SeeTail(left, arrived.Steady);
            LookAtNewcomer(line);
        }
        else if (!arrived.Retained)
        {
            // This reader must get everything from here on: it was subscribed when these events were still on the device.
            line.Floor ??= left;
            SeeAhead(line, left, arrived.Steady);
        }

        bool stale = line.IsRunning && SequenceMath.Distance(state.Sequence, line.Next) > 0;
        if (!stale)
        {
            _state.Apply(state, line.Clock.DatingOf(state, arrived.At, arrived.Retained), line.Names, _output.Kinds, isAhead: !line.IsRunning);
        }
    }

    // The boot of a message, if it is known. A boot that continues although another one has followed it is followed again. A boot whose id another
    // boot has drawn is removed.
    private BootLine? FindLive(in Batch batch, in Arrived arrived)
    {
        BootLine? line = _boots.Find(batch.Boot);
        if (line is null || arrived.Retained)
        {
            return line;
        }

        if (line.IsFollowedByItself(batch, arrived.Steady))
        {
            return StartAgain(line, batch, arrived.Steady);
        }

        if (line.IsRetired && line.GoesOn(batch, arrived))
        {
            line.Revive();
            _boots.Begin(line);
            NameClash(line, $" Boot {line.Boot} had been told as over: it did not restart.");
        }

        return line;
    }

    // Its numbers begin anew: what has been taken for batches of the boot before is told as missing. If the uptime goes on, somebody has forged a number: what has
    // left the device before has been delivered, or told as lost.
    private BootLine StartAgain(BootLine before, in Batch batch, DateTimeOffset steady)
    {
        List<HeldBatch> held = before.TakeDoubtful();
        _boots.Retire(before, steady);
        _boots.Remove(before);
        _state.ForgetBoot();
        BootLine line = AddLine(before.Boot);
        line.TakeNamesOf(before);
        line.Follow(before, batch, steady);
        Open(line, batch, before.Clock.IsKeptBy(batch, steady) ? batch.Sequence - SequenceMath.Clamp(batch.IsState ? batch.Waiting : batch.Overflow) : 1);
        if (_boots.Running.Length == 0)
        {
            Take(line);
        }
        else
        {
            _boots.Begin(line);
        }

        foreach (HeldBatch early in held)
        {
            BatchReader.TryRead(early.Payload.Span, out Batch earlier, out _);
            AddEvents(early, earlier);
        }

        return line;
    }

    // False if it is not known yet whether it follows the present boot.
    private bool TryBegin(BootLine line, in HeldBatch held, in Batch batch)
    {
        if (_newcomer is not null && _newcomer != line)
        {
            Settle(isBeside: false);
        }
        else if (_newcomer == line && IsBeside(line))
        {
            Settle(isBeside: true);
            return true;
        }

        if (_boots.Current is not { IsRetired: false } current)
        {
            Begin(line, batch);
        }
        else if (IsBeside(line))
        {
            BeginBeside(line, batch);
        }
        else if (!held.Retained && Hold > TimeSpan.Zero && current.Clock.WasHeardJustBefore(line.Clock.FirstHeard, _state.Period + _justAfter))
        {
            _newcomer = line;
            return false;
        }
        else
        {
            Begin(line, batch);
        }

        return true;
    }

    // Whether it runs at the same time as another boot.
    private bool IsBeside(BootLine line) =>
        _boots.Running.Length > 1 || (_boots.Current is { IsRetired: false } current && current.Clock.RanAfterStartOf(line.Clock));

    private void Begin(BootLine line, in Batch batch)
    {
        bool isWhole = batch.HasBoot || _boots.Current is not null;
        End(line);
        Open(line, batch, isWhole ? 1 : FirstOfOurs(batch, line.Floor));
        Take(line);
    }

    // The boot before is over.
    private void End(BootLine next)
    {
        if (_boots.Current is { } before)
        {
            _boots.Retire(before, next.Clock.FirstHeard);
            next.TakeNamesOf(before);
        }
    }

    // It was running before its first message arrived.
    private void BeginBeside(BootLine line, in Batch batch)
    {
        if (batch.HasBoot)
        {
            Open(line, batch, 1);
        }
        else
        {
            line.OpenBeside(FirstOfOurs(batch, line.Floor));
        }

        _boots.Begin(line);
        NameClash(line);
    }

    private void Take(BootLine line)
    {
        _boots.Current = line;
        _boots.Begin(line);
        _state.Open(line.Boot);
    }

    private static void Open(BootLine line, in Batch batch, uint begin)
    {
        if (SequenceMath.Distance(begin, batch.Sequence) < 0)
        {
            // More than 2^31 numbers into the boot, so what came before this reader's numbers is unknown.
            begin = FirstOfOurs(batch, line.Floor);
        }

        line.Open(begin, bootSaid: false);
    }

    private static uint FirstOfOurs(in Batch batch, uint? floor)
    {
        uint begin = batch.Sequence - SequenceMath.Clamp(batch.Overflow);
        return floor is { } f && SequenceMath.Distance(f, begin) > 0 ? f : begin;
    }
}
