using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The numbers of one boot of a device: what comes next, what waits for something missing, what is lost. Each number comes out once or
/// is in one loss.
/// </summary>
internal sealed class BootLine(string device, int boot, TimeSpan patience, DeviceStateTracker state, TimelineOutput output)
{
    // 21 years in wire ticks; no device has been up for longer.
    private const long MaxUptime = 1L << 36;

    private readonly HeldBatches _held = new();
    private readonly LostRanges _lost = new();
    private readonly TailMarks _tails = new();
    private EventDating _anchor;
    private DateTimeOffset _heardAt;
    private long _heardTicks = -1;
    private DateTimeOffset _progress;

    // Or can no longer be said.
    private bool _bootSaid;

    public int Boot { get; } = boot;

    /// <summary>The number that is expected next.</summary>
    public uint Next { get; private set; }

    /// <summary>Whether a later boot has begun: nothing comes out of this one any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Where this boot is only known from states: numbers from here on must come to us.</summary>
    public uint? Floor { get; set; }

    public int HeldCount => _held.Count;

    /// <summary>Whether something is missing that may still come.</summary>
    public bool IsWaiting => _held.Count > 0 || TailIsMissing;

    private bool TailIsMissing => _tails.IsMissing(Next);

    public void Open(uint next, bool bootSaid)
    {
        Next = next;
        _bootSaid = bootSaid;
    }

    /// <summary>Remembers the wall clock of this boot: batches without one are dated by it. And when its uptime was how far: what the device had stored comes late.</summary>
    public void Learn(in Batch batch, DateTimeOffset arrival, bool retained)
    {
        if (!retained && batch.SealedTicks > _heardTicks && batch.SealedTicks < MaxUptime)
        {
            (_heardAt, _heardTicks) = (arrival, batch.SealedTicks);
        }

        EventDating dating = EventDating.ByAnchorOf(batch);
        _anchor = dating.IsKnown ? dating.FromAfar(batch.SealedTicks) : _anchor;
    }

    public EventDating DatingOf(in Batch batch, DateTimeOffset arrival, bool retained)
    {
        EventDating own = EventDating.ByAnchorOf(batch);
        return own.IsKnown ? own
            : _anchor.IsKnown ? _anchor
            : retained ? default
            : IsHeardSooner(arrival, batch.SealedTicks) ? EventDating.ByArrival(_heardAt, _heardTicks)
            : EventDating.ByArrival(arrival, batch.SealedTicks);
    }

    public void Add(in HeldBatch held, in Batch batch)
    {
        if (IsRetired)
        {
            CountOld(batch.Sequence, batch.EventCount);
            Done(held);
            return;
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

    /// <summary>When <see cref="Expire"/> will have something to report, as far as is known now.</summary>
    public DateTimeOffset? Deadline(DateTimeOffset caughtUpSince)
    {
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

    /// <summary>Reports what is missing before the first held batch, or the missing tail, as lost.</summary>
    public void GiveUp()
    {
        if (_held.Count > 0)
        {
            Lose(HoleBefore(_held.First), LossCause.Transit);
            DeliverHeld();
        }
        else if (TailIsMissing)
        {
            Lose(_tails.First.Tail - Next, LossCause.Transit);
        }
    }

    /// <summary>A later boot has begun: what is held comes out, and the rest is unknown.</summary>
    public void Retire()
    {
        while (IsWaiting)
        {
            GiveUp();
        }

        output.Ready.Enqueue(new Ready(NanoEvent.OfLoss(device, Boot, Next, 0, LossCause.Restart), null));
        IsRetired = true;
    }

    // Whether another message of this boot says that an uptime was reached sooner than this one's arrival says.
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
            _progress = Latest(_progress, held.Arrival);
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
                string? name = state.NameOf(e.Kind, e.Source);
                NanoEvent ready = NanoEvent.Of(e, device, Boot, dating.At(e.UptimeTicks), sequence, name);
                state.Follow(ready);
                output.Ready.Enqueue(new Ready(ready, null));
            }
        }

        output.Counts.Delivered(batch.EventCount - from);
    }

    // At once, even where the batch has to wait: the start is before every number. Once a number has come out it is too late for it.
    private void SayBoot(in HeldBatch held, in Batch batch)
    {
        if (!batch.HasBoot || _bootSaid)
        {
            return;
        }

        _bootSaid = true;
        if (SequenceMath.Distance(1, batch.Sequence) >= 0)
        {
            // No broker had acknowledged anything before it, so a later batch that has overtaken it cannot have shown where we begin.
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
