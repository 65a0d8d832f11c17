namespace NanoEvents;

/// <content>What is not known to be new: batches before a checkpoint, before the boot's beginning, or of a later boot with the same id.</content>
internal sealed partial class BootLine
{
    /// <summary>As <see cref="Open"/>, if only a checkpoint says what has been handled.</summary>
    public void OpenAfter(uint next)
    {
        Open(next, bootSaid: true);
        _after.IsOpen = true;
    }

    /// <summary>Whether a live message shows that this boot, which is considered over, continues: it has new events, or shows whether the checkpoint is possible, and was made after the next boot had appeared.</summary>
    /// <remarks>A message that was on its way for long was made before. Call this before the message is learned.</remarks>
    public bool GoesOn(in Batch batch, in Arrived arrived)
    {
        uint end = batch.Sequence + (batch.IsState ? 1 : (uint)batch.EventCount);
        bool isNew = SequenceMath.Distance(Next, end) > 0 || (batch.IsState && _after.IsOpen);
        return isNew && (IsEndSupposed || Clock.GoesOnSince(batch, arrived, OverSince));
    }

    /// <summary>Whether a live message is of a later boot that has drawn the same id.</summary>
    public bool IsFollowedByItself(in Batch batch, DateTimeOffset steady)
    {
        int behind = SequenceMath.Distance(batch.Sequence, Next);

        if (!batch.IsState && _out.Prints.Knows(batch, Clock.UptimesOf(batch, steady), out bool isOther) && isOther)
        {
            return true;
        }

        // A state that is newer than all messages cannot have a lower next number, and what had left the device does not wait on it again.
        bool hasGoneBack = _isOpen && !_after.IsOpen && Clock.IsLatest(batch) && (behind > 0 || WaitsAgain(batch));
        return batch.IsState && (hasGoneBack || BeganAfterEnd(batch, steady) || Clock.HasBegunAgain(batch, steady));
    }

    /// <summary>Whether a batch is of an earlier boot with the same id: its events are known of that, or it is older than this boot.</summary>
    public bool IsOfBootBefore(in Batch batch, DateTimeOffset steady)
    {
        if (_before is not { } earlier)
        {
            return false;
        }

        EventUptimes uptimes = Clock.UptimesOf(batch, steady);
        if (_out.Prints.Knows(batch, uptimes, out bool isOther) && !isOther)
        {
            return false;
        }

        EventUptimes before = earlier.Clock.UptimesOf(batch, steady);
        bool isOnlyOfBefore = !uptimes.AreKnown && before.AreKnown;
        bool isOtherThanBefore = false;
        foreach (BootPrints prints in earlier.Prints)
        {
            bool isKnown = prints.Knows(batch, isOnlyOfBefore ? before : uptimes, out isOther);
            if (isKnown && !isOther)
            {
                return true;
            }

            isOtherThanBefore |= isKnown;
        }

        return batch.IsShort ? isOnlyOfBefore || (!isOtherThanBefore && Clock.CannotHaveMade(batch, uptimes)) : BootClock.IsOlderThanStart(batch, steady, earlier.BeginsAfter);
    }

    /// <summary>Takes over what the boots before with the same id were.</summary>
    /// <param name="before">The boot before.</param>
    /// <param name="batch">The message that shows this boot. A state is not kept, so it was made shortly before it came.</param>
    /// <param name="steady">When it came.</param>
    public void Follow(BootLine before, in Batch batch, DateTimeOffset steady)
    {
        BootPrints[] prints = [.. (before._before?.Prints ?? []).TakeLast(MaxBefore - 1), before._out.Prints];
        DateTimeOffset beginsAfter = before.Clock.LastMade;
        if (batch.IsState && BootClock.ZeroOf(batch, steady) - default(DateTimeOffset) > _maxWay)
        {
            // If the batches of the boot before waited at the broker, they were made long before they came.
            DateTimeOffset zero = BootClock.ZeroOf(batch, steady);
            beginsAfter = Latest(beginsAfter > zero ? default : beginsAfter, zero - _maxWay);
        }
        else if (batch.IsShort || BootClock.IsOlderThanStart(batch, steady, beginsAfter))
        {
            // Which of the two was first is not known.
            beginsAfter = default;
        }

        _before = new SameBootBefore(prints, before.Clock, steady, beginsAfter);
    }

    /// <summary>Leaves out a batch of the boot before with the same id. If that boot has gone on after its reported end, its numbers are reported lost.</summary>
    public void Skip(in HeldBatch held, in Batch batch)
    {
        _out.CountLate(batch.EventCount);
        if (_before is { } before && before.Clock.MadeAfter(batch, held.Steady, before.OverSince) && !_out.IsLost(batch.Sequence))
        {
            _out.Loss(batch.Sequence, (uint)batch.EventCount, LossCause.Transit);
        }

        _out.Done(held);
    }

    /// <summary>Takes the batches that may be of a later boot with the same id.</summary>
    public List<HeldBatch> TakeDoubtful()
    {
        List<HeldBatch> taken = [];
        while (_after.TryTake(out HeldBatch held))
        {
            taken.Add(held);
        }

        return taken;
    }

    /// <summary>Takes a batch that was handled before the program ended, of a boot that was over then.</summary>
    public void SkipHandled(in HeldBatch held, in Batch batch)
    {
        IsRetired = true;
        Next = batch.Sequence + (uint)batch.EventCount;
        _after.Dropped(batch.Sequence, (uint)batch.EventCount);
        Add(held, batch);
    }

    /// <summary>A state contains the device's next number, which shows whether a checkpoint is possible.</summary>
    public void SeeNext(in Batch state, bool retained)
    {
        if (!_after.IsOpen)
        {
            return;
        }

        if (SequenceMath.Distance(Next, state.Sequence) >= 0)
        {
            SkipHandled();
        }
        else if (!retained)
        {
            Disbelieve(state.Sequence - SequenceMath.Clamp(state.Waiting));
        }
    }

    /// <summary>The boot was not over: it continues where it was. What was considered handled because it was over is lost.</summary>
    public void Revive()
    {
        IsRetired = false;
        if (_after.IsOpen)
        {
            // What comes next shows whether the checkpoint is possible.
            return;
        }

        LoseSkipped();
        _isOpen = true;
    }

    /// <summary>Reports what <see cref="SkipHandled(in HeldBatch, in Batch)"/> has taken as lost, because nothing says any more that it was handled.</summary>
    public void LoseSkipped()
    {
        uint first = _after.FirstOf(Next);
        if (_after.DroppedCount(first) is var dropped and > 0)
        {
            Next = first;
            Lose(dropped, LossCause.Transit);
        }

        _after.ForgetDropped();
    }

    /// <summary>Whether nothing has shown its end: a reader that knows it from its checkpoint alone has waited for it, and another boot came.</summary>
    public bool IsEndSupposed { get; set; }

    /// <summary>Whether its checkpoint has just turned out to be impossible.</summary>
    public bool IsDisbelieved { get; set; }

    private void NoteLeft(in Batch batch)
    {
        uint left = batch.Sequence - SequenceMath.Clamp(batch.Overflow);
        _left = _left is { } before && SequenceMath.Distance(before, left) <= 0 ? before : left;
    }

    private bool BeganAfterEnd(in Batch state, DateTimeOffset steady) =>
        IsRetired && _overSince != 0 && BootClock.ZeroOf(state, steady) - OverSince > _maxWay && !HasGoneOnTo(state) && !Clock.HasToldAnchorOf(state);

    // Batches that came after the reported end had these numbers, so the state is of the same boot, and has only been on its way for long: behind a link that hung.
    private bool HasGoneOnTo(in Batch state)
    {
        uint left = state.Sequence - SequenceMath.Clamp(state.Waiting);
        return SequenceMath.Distance(Next, left) > 0 && SequenceMath.Distance(left, _reached) >= 0;
    }

    private bool WaitsAgain(in Batch state) =>
        _left is { } left && SequenceMath.Distance(state.Sequence - SequenceMath.Clamp(state.Waiting), left) > 0;

    // Everything up to the checkpoint has been handled, if the checkpoint belongs to this boot. A device that now uses lower numbers has never used
    // that number.
    private bool IsAfterCheckpoint(in HeldBatch held, in Batch batch)
    {
        if (SequenceMath.Distance(Next, batch.Sequence + (uint)batch.EventCount) > 0)
        {
            SkipHandled();
            return true;
        }

        _after.Add(held);
        if (Clock.HasRaisedSince(batch, held.Steady))
        {
            Disbelieve(batch.Sequence);
        }
        else if (_after.IsFull)
        {
            LetGo();
        }

        return false;
    }

    private void SkipHandled()
    {
        _after.IsOpen = false;
        _after.ForgetDropped();
        LetGo();
    }

    // It may be of a later boot with the same id. It waits until that is known, or for the patience.
    private bool IsDoubtful(in HeldBatch held, in Batch batch)
    {
        if (held.Retained || SequenceMath.Distance(batch.Sequence, Next) <= 0 || !MayBeOfLaterBoot(held, batch))
        {
            return false;
        }

        _after.Add(held);
        if (_after.IsFull)
        {
            LetGo();
        }

        return true;
    }

    private bool MayBeOfLaterBoot(in HeldBatch held, in Batch batch)
    {
        EventUptimes uptimes = Clock.UptimesOf(batch, held.Steady);
        return batch.IsShort ? !uptimes.AreKnown && !_out.Prints.Knows(batch, uptimes, out _) : Clock.IsMuchEarlier(batch);
    }

    // Events that are not known to be new are considered handled. If the checkpoint turns out to be wrong, they are reported lost.
    private void LetGo()
    {
        while (_after.TryTake(out HeldBatch held))
        {
            BatchReader.TryRead(held.Payload.Span, out Batch batch, out _);
            if (_after.IsOpen)
            {
                _after.Dropped(batch.Sequence, (uint)batch.EventCount);
            }

            Deliver(held, batch);
        }

        DeliverHeld();
    }

    private void Disbelieve(uint left)
    {
        _after.IsOpen = false;
        IsDisbelieved = true;
        _out.SayCheckpointCannotBe(Next - 1);
        Next = _after.FirstOf(left);
        _begin = Next;
        _beginsAnew = true;
        if (_after.DroppedCount(Next) is var dropped and > 0)
        {
            _beginsAnew = false;
            Lose(dropped, LossCause.Transit);
        }

        _after.ForgetDropped();
        foreach (HeldBatch held in TakeDoubtful())
        {
            BatchReader.TryRead(held.Payload.Span, out Batch batch, out _);
            Add(held, batch);
        }
    }

    /// <summary>What the boots before with the same id were.</summary>
    /// <param name="Prints">What their numbers were, the last boot's at the end.</param>
    /// <param name="Clock">The clock of the last one.</param>
    /// <param name="OverSince">Since when it has been reported over.</param>
    /// <param name="BeginsAfter">When its last message was made: this boot began later. 0 if that is not known.</param>
    private sealed record SameBootBefore(BootPrints[] Prints, BootClock Clock, DateTimeOffset OverSince, DateTimeOffset BeginsAfter);
}
