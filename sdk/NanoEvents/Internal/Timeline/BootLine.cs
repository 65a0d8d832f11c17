using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The numbers of one boot of a device: the next number, batches that wait for a missing one, and losses. Each number is delivered once, or is in one
/// loss.
/// </summary>
internal sealed partial class BootLine
{
    private const int MaxBefore = 4;

    // How long a live state is on its way.
    private static readonly TimeSpan _maxWay = TimeSpan.FromSeconds(5);

    // These are structs, because there are many devices: each object takes 16 bytes more than it holds.
    private HeldBatches _held;
    private TailMarks _tails;
    private AfterCheckpoint _after;
    private BootOutput _out;
    private readonly TimeSpan _patience;
    private SameBootBefore? _before;

    // When a batch last came out, in UTC ticks.
    private long _progress;

    private bool _isOpen;

    // When the first message of the boot arrived that has ended this one, in UTC ticks, and the end of the batches that have come since.
    private long _overSince;
    private uint _reached;

    // The start has been reported, or it is too late for that: something has come out.
    private bool _bootSaid;

    // The first number of the latest batch, or of what it announces as dropped. A device sends one batch at a time, so all numbers below have left it.
    private uint? _left;

    public BootLine(string device, int boot, TimeSpan patience, DeviceStateTracker state, TimelineOutput output)
    {
        Boot = boot;
        _patience = patience;
        Clock = new BootClock(device, output);
        _out = new BootOutput(device, boot, Clock, state, output);
    }

    public int Boot { get; }

    /// <summary>When its messages came, and how its uptime goes.</summary>
    public BootClock Clock { get; }

    /// <summary>The number that is expected next.</summary>
    public uint Next { get; private set; }

    /// <summary>Whether a later boot has begun. This boot delivers nothing any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Whether its first number is known.</summary>
    public bool HasBegun => _isOpen;

    /// <summary>Whether its events are delivered.</summary>
    public bool IsRunning => _isOpen && !IsRetired;

    /// <summary>If this boot is only known from states: this reader must get the numbers from here on.</summary>
    public uint? Floor { get; set; }

    public int HeldCount => _held.Count + _after.Count;

    /// <summary>Whether missing events may still arrive.</summary>
    public bool IsWaiting => _held.Count > 0 || TailIsMissing || _after.Count > 0;

    private DateTimeOffset OverSince => new(_overSince, TimeSpan.Zero);

    private bool TailIsMissing => _tails.IsMissing(Next);

    public void Open(uint next, bool bootSaid)
    {
        Next = next;
        _bootSaid = bootSaid;
        _isOpen = true;
    }

    /// <summary>The names of its sources until it sends its own: they are settings, and survive a restart of the same device.</summary>
    public void TakeNamesOf(BootLine before) => _out.Names ??= before._out.Names;

    public SourceNames? Names { get => _out.Names; set => _out.Names = value; }

    public void Add(in HeldBatch held, in Batch batch)
    {
        if (IsRetired)
        {
            AddLate(held, batch);
            return;
        }

        BeginBefore(held, batch);
        if (_after.IsOpen ? !IsAfterCheckpoint(held, batch) : IsDoubtful(held, batch))
        {
            return;
        }

        BeginAnew(batch);
        NoteLeft(batch);
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

    /// <summary>A state says that every number below <paramref name="tail"/> has left the device.</summary>
    public void SeeTail(uint tail, DateTimeOffset arrival) => _tails.Add(Next, tail, arrival);

    /// <summary>As <see cref="SeeTail(uint, DateTimeOffset)"/>, while no batch of this boot has arrived.</summary>
    /// <param name="first">The first number that this reader must get.</param>
    /// <param name="tail">Every number below it has left the device.</param>
    /// <param name="arrival">When the state came.</param>
    public void SeeTail(uint first, uint tail, DateTimeOffset arrival) => _tails.Add(first, tail, arrival);

    /// <summary>Since when numbers from this one on are known to be missing; null if they are not.</summary>
    public DateTimeOffset? MissingSince(uint first) => _tails.IsMissing(first) ? _tails.First.Since : null;

    /// <summary>When <see cref="Expire"/> will next report something, as far as known now.</summary>
    public DateTimeOffset? Deadline(DateTimeOffset caughtUpSince)
    {
        if (_after.Count > 0)
        {
            return _after.WaitingSince + _patience;
        }

        if (_held.Count > 0)
        {
            return _held.WaitingSince + _patience;
        }

        if (!TailIsMissing || caughtUpSince == DateTimeOffset.MaxValue)
        {
            return null;
        }

        return Latest(caughtUpSince, _tails.First.Since, new DateTimeOffset(_progress, TimeSpan.Zero)) + _patience;
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

        _overSince = since.UtcTicks;
        while (IsWaiting)
        {
            GiveUp();
        }

        _out.End(Next);
        _reached = Next;
        IsRetired = true;
    }

    /// <summary>Two boards have had this name, so the reported end of a boot may not have been its end. Events after it are reported, too.</summary>
    public bool IsDisputed { get; set; }

    private void AddLate(in HeldBatch held, in Batch batch)
    {
        int fresh = SequenceMath.Distance(Next, batch.Sequence + (uint)batch.EventCount);
        LoseBeforeBegin(batch);
        _out.CountOld(Next, batch.Sequence, batch.EventCount);
        _reached = fresh > SequenceMath.Distance(Next, _reached) ? Next + (uint)fresh : _reached;
        if (IsDisputed && fresh > 0)
        {
            Lose((uint)fresh, LossCause.Transit);
        }
        else if (_after.IsOpen)
        {
            _after.Dropped(batch.Sequence, (uint)batch.EventCount);
        }

        _out.Done(held);
    }

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
        Span<RawEvent> room = stackalloc RawEvent[BatchFormat.MaxEvents];
        while (_held.Count > 0 && HoleBefore(_held.First) == 0)
        {
            HeldBatch held = _held.TakeFirst();
            if (BatchReader.TryRead(held.Payload.Span, room, out Batch batch, out _))
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

        LoseBeforeBegin(batch);
        int old = (int)Math.Min(Math.Max(-(long)ahead, 0), batch.EventCount);
        _out.CountOld(Next, batch.Sequence, old);
        if (old < batch.EventCount)
        {
            _bootSaid = true;
            _out.Events(held, batch, old);
            Next = batch.Sequence + (uint)batch.EventCount;
            _progress = Math.Max(_progress, held.Steady.UtcTicks);
        }

        _out.Done(held);
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

        _out.Start(held, batch);
    }

    private void Lose(uint count, LossCause cause)
    {
        _bootSaid = true;
        _out.Loss(Next, count, cause);
        Next += count;
    }
}
