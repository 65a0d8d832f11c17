using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The numbers of one boot of a device: the next number, batches that wait for a missing one, and losses. Each number is delivered once, or is in one
/// loss.
/// </summary>
internal sealed class BootLine(string device, int boot, TimeSpan patience, DeviceStateTracker state, TimelineOutput output)
{
    // 21 years in wire ticks; no device has been up for longer.
    private const long MaxUptime = 1L << 36;

    private const long MuchEarlierTicks = 1000;
    private const long LongUptimeTicks = 10_000;
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(1);

    private readonly HeldBatches _held = new();
    private readonly LostRanges _lost = new();
    private readonly TailMarks _tails = new();
    private readonly AfterCheckpoint _after = new();
    private EventDating _anchor;
    private BootPace _pace = new();
    private BootPace _again = new();
    private SourceNames? _names;
    private DateTimeOffset _heardAt;
    private long _heardTicks = -1;
    private DateTimeOffset _progress;
    private bool _isOpen;
    private bool _isClockDoubted;

    // When the first message of the boot arrived that has ended this one.
    private DateTimeOffset _overSince;

    // Its first number is unknown: it begins with the lowest number that arrives first.
    private bool _beginsAnew;

    // Or it is too late to report it.
    private bool _bootSaid;

    public int Boot { get; } = boot;

    /// <summary>The number that is expected next.</summary>
    public uint Next { get; private set; }

    /// <summary>Whether a later boot has begun. This boot delivers nothing any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Whether its events are delivered.</summary>
    public bool IsRunning => _isOpen && !IsRetired;

    /// <summary>If this boot is only known from states: this reader must get the numbers from here on.</summary>
    public uint? Floor { get; set; }

    public int HeldCount => _held.Count + _after.Count;

    /// <summary>Whether missing events may still arrive.</summary>
    public bool IsWaiting => _held.Count > 0 || TailIsMissing || _after.Count > 0;

    /// <summary>How many live messages it has sent, not counting retained ones.</summary>
    public int Messages { get; private set; }

    /// <summary>When the first of them arrived, by the steady clock.</summary>
    public DateTimeOffset FirstHeard { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When the last of them arrived, by the steady clock.</summary>
    public DateTimeOffset LastHeard { get; private set; }

    private bool TailIsMissing => _tails.IsMissing(Next);

    public void Open(uint next, bool bootSaid)
    {
        Next = next;
        _bootSaid = bootSaid;
        _isOpen = true;
    }

    /// <summary>As <see cref="Open"/>, if only a checkpoint says what has been handled.</summary>
    public void OpenAfter(uint next)
    {
        Open(next, bootSaid: true);
        _after.IsOpen = true;
    }

    /// <summary>The names of its sources until it sends its own: they are settings, and survive a restart of the same device.</summary>
    public void TakeNamesOf(BootLine before) => _names ??= before._names;

    public void SetNames(SourceNames names) => _names = names;

    /// <summary>
    /// Remembers the arrivals of this boot, its wall clock and the pace of its uptime. They date batches that do not know the time.
    /// </summary>
    public void Learn(in Batch batch, DateTimeOffset arrival, DateTimeOffset steady, bool retained)
    {
        if (!retained)
        {
            Hear(batch.SealedTicks, arrival, steady);
        }

        EventDating dating = EventDating.ByAnchorOf(batch);
        if (dating.IsKnown && batch.SealedTicks < MaxUptime && dating.IsPossible(batch.SealedTicks, arrival))
        {
            _anchor = dating.FromAfar(batch.SealedTicks);
        }
    }

    public EventDating DatingOf(in Batch batch, DateTimeOffset arrival, bool retained)
    {
        EventDating dating = EventDating.ByAnchorOf(batch);
        bool isOwn = dating.IsKnown;
        dating = isOwn ? dating : _anchor;
        if (dating.IsKnown && dating.IsPossible(batch.SealedTicks, arrival))
        {
            return dating;
        }

        if (isOwn)
        {
            DoubtClock(dating.At(batch.SealedTicks), arrival);
        }

        return retained ? default
            : IsHeardSooner(arrival, batch.SealedTicks) ? EventDating.ByArrival(_heardAt, _heardTicks)
            : EventDating.ByArrival(arrival, batch.SealedTicks);
    }

    /// <summary>Whether this boot was running after another one had begun, so that this is not a later boot of the same board.</summary>
    public bool RanAfterStartOf(BootLine other) =>
        _pace.IsSteady && other.Messages > 0 && _pace.LastSealed > other._pace.StartedBy + _margin;

    /// <summary>Whether a message is likely soon, if it is still running.</summary>
    public bool WasHeardJustBefore(DateTimeOffset now, TimeSpan before) => _pace.IsSteady && now - LastHeard < before;

    /// <summary>
    /// Whether a live message of this boot, which is considered over, shows that it continues: the message has new events, and was made after the
    /// next boot had appeared. A message that was on its way for long was made before. Call this before the message is learned.
    /// </summary>
    public bool GoesOn(in Batch batch, DateTimeOffset steady)
    {
        uint end = batch.Sequence + (batch.IsState ? 1 : (uint)batch.EventCount);
        if (batch.SealedTicks <= _heardTicks || batch.SealedTicks >= MaxUptime || SequenceMath.Distance(Next, end) <= 0)
        {
            return false;
        }

        BootPace pace = _pace;
        pace.Note(steady, batch.SealedTicks);
        return (pace.IsSteady || FirstHeard <= _overSince || _overSince == default) && pace.SealedAt(batch.SealedTicks) >= _overSince;
    }

    /// <summary>
    /// Whether a live message is of a later boot that has drawn the same id: its uptime has gone back, and continues from there at the pace of a
    /// device, not at that of repeated messages.
    /// </summary>
    public bool IsFollowedByItself(in Batch batch, DateTimeOffset steady)
    {
        if (batch.SealedTicks > _heardTicks - MuchEarlierTicks)
        {
            return false;
        }

        // A message that is late by more than the whole uptime looks the same. A state of a device with a longer uptime does not count.
        _again.Note(steady, batch.SealedTicks);
        return (_again.IsSteady || (batch.IsState && _heardTicks > LongUptimeTicks))
            && SequenceMath.Distance(batch.Sequence, Next) >= 0 && _again.Zero + _margin > _pace.LastSealed;
    }

    public void Add(in HeldBatch held, in Batch batch)
    {
        if (IsRetired)
        {
            AddLate(held, batch);
            return;
        }

        if (_after.IsOpen && !IsAfterCheckpoint(held, batch))
        {
            return;
        }

        if (_beginsAnew)
        {
            _beginsAnew = false;
            Next = SequenceMath.Distance(batch.Sequence, Next) > 0 && !_lost.Contains(batch.Sequence) ? batch.Sequence : Next;
        }

        SayBoot(held, batch);
        if (HoleBefore(held) == 0)
        {
            Deliver(held, batch);
            DeliverHeld();
            return;
        }

        _held.Add(held);
        while (_held.IsOverfull)
        {
            GiveUp();
        }
    }

    /// <summary>Takes a batch that was handled before the program ended, of a boot that was over then.</summary>
    public void SkipHandled(in HeldBatch held, in Batch batch)
    {
        IsRetired = true;
        Next = batch.Sequence + (uint)batch.EventCount;
        Add(held, batch);
    }

    /// <summary>A state says that every number below <paramref name="tail"/> has left the device.</summary>
    public void SeeTail(uint tail, DateTimeOffset arrival) => _tails.Add(Next, tail, arrival);

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

    /// <summary>When <see cref="Expire"/> will next report something, as far as known now.</summary>
    public DateTimeOffset? Deadline(DateTimeOffset caughtUpSince)
    {
        if (_after.Count > 0)
        {
            return _after.WaitingSince + patience;
        }

        if (_held.Count > 0)
        {
            return _held.WaitingSince + patience;
        }

        if (!TailIsMissing || caughtUpSince == DateTimeOffset.MaxValue)
        {
            return null;
        }

        return Latest(caughtUpSince, _tails.First.Since, _progress) + patience;
    }

    public void Expire(DateTimeOffset now, DateTimeOffset caughtUpSince)
    {
        while (Deadline(caughtUpSince) <= now)
        {
            GiveUp();
        }
    }

    /// <summary>Reports the events that are missing before the first held batch, or the missing tail, as lost.</summary>
    public void GiveUp()
    {
        if (_after.Count > 0)
        {
            LetGo();
        }
        else if (_held.Count > 0)
        {
            Lose(HoleBefore(_held.First), LossCause.Transit);
            DeliverHeld();
        }
        else if (TailIsMissing)
        {
            Lose(_tails.First.Tail - Next, LossCause.Transit);
        }
    }

    /// <summary>The boot is over, as far as known: deliver the held batches; the rest is unknown.</summary>
    /// <param name="since">When the first message of the following boot arrived.</param>
    public void Retire(DateTimeOffset since)
    {
        if (IsRetired)
        {
            return;
        }

        _overSince = since;
        while (IsWaiting)
        {
            GiveUp();
        }

        output.Ready.Enqueue(new Ready(NanoEvent.OfLoss(device, Boot, Next, 0, LossCause.Restart), null));
        IsRetired = true;
    }

    /// <summary>Two boards have had this name, so the reported end of a boot may not have been its end. Events after it are reported, too.</summary>
    public bool IsDisputed { get; set; }

    /// <summary>The boot was not over: it continues where it was.</summary>
    public void Revive() => IsRetired = false;

    private void AddLate(in HeldBatch held, in Batch batch)
    {
        int fresh = SequenceMath.Distance(Next, batch.Sequence + (uint)batch.EventCount);
        CountOld(batch.Sequence, batch.EventCount);
        if (IsDisputed && fresh > 0)
        {
            Lose((uint)fresh, LossCause.Transit);
        }

        Done(held);
    }

    private void Hear(long sealedTicks, DateTimeOffset arrival, DateTimeOffset steady)
    {
        Messages++;
        FirstHeard = steady < FirstHeard ? steady : FirstHeard;
        LastHeard = steady;
        if (sealedTicks > _heardTicks && sealedTicks < MaxUptime)
        {
            (_heardAt, _heardTicks) = (arrival, sealedTicks);
            _pace.Note(steady, sealedTicks);
        }
    }

    private void DoubtClock(in Dated said, DateTimeOffset arrival)
    {
        if (!_isClockDoubted && said.Time is { } time)
        {
            _isClockDoubted = true;
            output.Noticed?.Invoke(new Notice(
                NoticeKind.Clock,
                $"{device} dates its events {time:yyyy-MM-dd HH:mm:ss}Z, which is {(time - arrival).TotalSeconds:0.0} s after they came: they are dated by their arrival. Look at the clock of this computer, then at the time server that the device asks."));
        }
    }

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
        if (_pace.IsSteady && _after.HasPassed(_pace.LastAt))
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
        LetGo();
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

            CountOld(batch.Sequence, batch.EventCount);
            Done(held);
        }
    }

    private void Disbelieve(uint left)
    {
        _after.IsOpen = false;
        output.Noticed?.Invoke(new Notice(
            NoticeKind.Checkpoint,
            $"The checkpoint of {device}, boot {Boot}, number {unchecked(Next - 1)}, is higher than what the device has raised: what comes is delivered. Look at where the checkpoint is stored; was it another device's?"));
        Next = _after.FirstOf(left);
        _beginsAnew = true;
        if (_after.DroppedCount(Next) is var dropped and > 0)
        {
            Lose(dropped, LossCause.Transit);
        }

        while (_after.TryTake(out HeldBatch held))
        {
            BatchReader.TryRead(held.Payload.Span, out Batch batch, out _);
            Add(held, batch);
        }
    }

    // Whether another message of this boot shows that an uptime was reached sooner than the arrival of this message shows.
    private bool IsHeardSooner(DateTimeOffset arrival, long sealedTicks) =>
        _heardTicks > sealedTicks && (_heardAt - arrival).Ticks < (_heardTicks - sealedTicks) * (BatchFormat.TickMs * TimeSpan.TicksPerMillisecond);

    private static DateTimeOffset Latest(params ReadOnlySpan<DateTimeOffset> times)
    {
        DateTimeOffset latest = times[0];
        foreach (DateTimeOffset time in times)
        {
            latest = time > latest ? time : latest;
        }

        return latest;
    }

    private uint HoleBefore(in HeldBatch batch)
    {
        int ahead = SequenceMath.Distance(Next, batch.First);
        return ahead <= 0 || batch.Overflow >= ahead ? 0 : (uint)ahead - batch.Overflow;
    }

    private void DeliverHeld()
    {
        while (_held.Count > 0 && HoleBefore(_held.First) == 0)
        {
            HeldBatch held = _held.TakeFirst();
            if (BatchReader.TryRead(held.Payload.Span, out Batch batch, out _))
            {
                Deliver(held, batch);
            }
        }
    }

    private void Deliver(in HeldBatch held, in Batch batch)
    {
        int ahead = SequenceMath.Distance(Next, batch.Sequence);
        if (ahead > 0)
        {
            Lose((uint)ahead, LossCause.Overflow);
        }

        int old = (int)Math.Min(Math.Max(-(long)ahead, 0), batch.EventCount);
        CountOld(batch.Sequence, old);
        if (old < batch.EventCount)
        {
            Emit(held, batch, old);
            Next = batch.Sequence + (uint)batch.EventCount;
            _progress = Latest(_progress, held.Steady);
        }

        Done(held);
    }

    private void Emit(in HeldBatch held, in Batch batch, int from)
    {
        _bootSaid = true;
        EventDating dating = DatingOf(batch, held.Arrival, held.Retained);
        using Lock.Scope hold = state.Hold();
        foreach (BatchEvent e in batch)
        {
            if (e.Index >= from)
            {
                uint sequence = batch.Sequence + (uint)e.Index;
                string? name = _names?.Of(e.Kind, e.Source);
                NanoEvent ready = NanoEvent.Of(e, device, Boot, dating.At(e.UptimeTicks), sequence, name);
                state.Follow(ready);
                output.Ready.Enqueue(new Ready(ready, null));
            }
        }

        output.Counts.Delivered(batch.EventCount - from);
    }

    // At once, even if the batch has to wait: the start is before every number. After the first number has been delivered, it is too late to report
    // the start.
    private void SayBoot(in HeldBatch held, in Batch batch)
    {
        if (!batch.HasBoot || _bootSaid)
        {
            return;
        }

        _bootSaid = true;
        if (SequenceMath.Distance(1, batch.Sequence) >= 0)
        {
            // No broker had acknowledged anything before the start, so a later batch that has overtaken it must not set the first number.
            Next = 1;
        }

        NanoEvent boot = NanoEvent.OfBoot(batch, device, DatingOf(batch, held.Arrival, held.Retained).At(0));
        using (state.Hold())
        {
            state.Follow(boot);
        }

        output.Ready.Enqueue(new Ready(boot, null));
    }

    private void Lose(uint count, LossCause cause)
    {
        _bootSaid = true;
        output.Ready.Enqueue(new Ready(NanoEvent.OfLoss(device, Boot, Next, count, cause), null));
        output.Counts.Lost(count);
        _lost.Add(Next, count);
        Next += count;
    }

    private void CountOld(uint first, int count)
    {
        for (uint i = 0; i < count; i++)
        {
            if (SequenceMath.Distance(Next, first + i) >= 0 || _lost.Contains(first + i))
            {
                output.Counts.Late();
            }
            else
            {
                output.Counts.Duplicate();
            }
        }
    }

    private void Done(in HeldBatch held)
    {
        if (held.Token is not null)
        {
            output.Ready.Enqueue(new Ready(default, held.Token));
        }
    }
}
