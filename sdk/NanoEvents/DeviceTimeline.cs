namespace NanoEvents;

/// <summary>
/// Turns the messages of one device into its events: each number once and in order, or in one <see cref="EventKind.Lost"/> event at its
/// place. A pure class: no threads, no I/O, and time is what the caller says it is.
/// </summary>
/// <remarks>
/// <para>The first batch that is seen of a device says where its numbers begin for us: at 1 where it carries the news of the start, since
/// then no broker has acknowledged anything yet; otherwise at this batch, with what it says was dropped right before it. What came
/// earlier went to others. A boot that follows another one is expected from 1 on: we were listening.</para>
/// <para>A state may be older or newer than the batches around it, so it does not begin a boot. Only where a live one tells of a boot of which
/// numbers have left the device, and none of them comes within the patience, that boot begins with their loss.</para>
/// <para>From a checkpoint only one boot is known. What a broker sends first may be of an older one: handled, but its acknowledgement was on its way when the
/// program ended. So where the state says that the checkpoint's boot still runs, batches of another one wait: a broker sends again in order, and
/// where the checkpoint's boot comes after them they are older and have been handled; where it does not within the patience they are newer.</para>
/// </remarks>
public sealed class DeviceTimeline
{
    private readonly BootHistory _boots = new();
    private readonly DeviceStateTracker _state;
    private readonly TimelineOutput _output;
    private readonly TimeSpan _patience;
    private readonly List<HeldBatch> _doubtful = [];

    // The checkpoint's boot, until it is known which boot goes on; and the one of which the last state has told.
    private int? _resumed;
    private int? _stateBoot;

    /// <summary>Starts the timeline of a device.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="gapPatience">How long a missing batch is waited for before it is reported lost.</param>
    /// <param name="after">The last event that was handled, where known.</param>
    public DeviceTimeline(string device, TimeSpan gapPatience, Checkpoint? after = null)
        : this(device, gapPatience, after, new TimelineOutput(new TimelineCounts()))
    {
    }

    internal DeviceTimeline(string device, TimeSpan gapPatience, Checkpoint? after, TimelineOutput output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gapPatience, TimeSpan.Zero);
        Device = device;
        _patience = gapPatience;
        _output = output;
        _state = new DeviceStateTracker(device);
        if (after is { } checkpoint)
        {
            Open(AddLine(checkpoint.Boot), checkpoint.Sequence + 1, bootSaid: true);
            _resumed = checkpoint.Boot;
        }
    }

    /// <summary>The device.</summary>
    public string Device { get; }

    /// <summary>What has been counted.</summary>
    public TimelineStats Stats => _output.Counts.Snapshot();

    internal bool IsWaiting => _doubtful.Count > 0 || (_boots.Current?.IsWaiting ?? false);

    internal int HeldCount => _boots.Current?.HeldCount ?? 0;

    /// <summary>Adds a message of the device, a batch or a state.</summary>
    /// <param name="payload">Its bytes. They are kept where an earlier batch is missing, so nobody may change them.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="retained">Whether the broker had kept it: its arrival then says nothing about its time.</param>
    /// <param name="why">Where the result is false: what is wrong.</param>
    /// <returns>Whether the bytes are a batch.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> payload, DateTimeOffset arrival, bool retained, out BatchError why) =>
        TryAdd(payload, arrival, retained, null, null, out why);

    /// <summary>Takes the next event that is ready.</summary>
    public bool TryTake(out NanoEvent next)
    {
        while (_output.Ready.TryDequeue(out Ready ready))
        {
            if (ready.IsEvent)
            {
                next = ready.Event;
                return true;
            }
        }

        next = default;
        return false;
    }

    /// <summary>When <see cref="Expire(DateTimeOffset, DateTimeOffset)"/> will next report something missing; null where nothing is.</summary>
    /// <param name="caughtUpSince">As for <see cref="Expire(DateTimeOffset, DateTimeOffset)"/>.</param>
    public DateTimeOffset? Deadline(DateTimeOffset caughtUpSince = default)
    {
        DateTimeOffset? current = _boots.Current?.Deadline(caughtUpSince);
        DateTimeOffset? doubt = DoubtEnds(caughtUpSince);
        return current is null || doubt < current ? doubt ?? current : current;
    }

    /// <summary>Reports as lost what has been missing for longer than the patience.</summary>
    /// <param name="now">The time up to which everything that has come has been added.</param>
    /// <param name="caughtUpSince">
    /// Since when no batch can have been waiting at the broker for us. A state may overtake batches there, so a missing tail, which only a
    /// state can tell, is waited for from then on; <see cref="DateTimeOffset.MaxValue"/> while not connected.
    /// </param>
    public void Expire(DateTimeOffset now, DateTimeOffset caughtUpSince = default)
    {
        if (DoubtEnds(caughtUpSince) <= now)
        {
            GoOnWith(null);
        }

        _boots.Current?.Expire(now, caughtUpSince);
    }

    /// <summary>What is known of the device now.</summary>
    public DeviceState GetState() => _state.Snapshot();

    // isState: what the message must be by its topic, where it has come by one.
    internal bool TryAdd(
        ReadOnlyMemory<byte> payload, DateTimeOffset arrival, bool retained, object? token, bool? isState, out BatchError why)
    {
        if (!BatchReader.TryRead(payload.Span, out Batch batch, out why))
        {
            return false;
        }

        if (isState is { } expected && batch.IsState != expected)
        {
            why = new BatchError(BatchFault.WrongTopic, 0);
            return false;
        }

        _state.SeenAt(arrival, retained);
        if (batch.IsState)
        {
            AddState(batch, arrival, retained);
        }
        else
        {
            AddEvents(new HeldBatch(payload, batch.Sequence, batch.Overflow, arrival, retained, token), batch);
        }

        return true;
    }

    internal void GiveUp() => _boots.Current?.GiveUp();

    internal void SetStatus(ReadOnlySpan<byte> utf8) => _state.SetStatus(utf8);

    private void AddEvents(in HeldBatch held, in Batch batch)
    {
        if (_resumed is not null)
        {
            if (batch.Boot != _resumed && _stateBoot == _resumed)
            {
                _doubtful.Add(held);
                return;
            }

            GoOnWith(batch.Boot);
        }

        BootLine line = LineOf(batch);
        line.Learn(batch, held.Arrival, held.Retained);
        line.Add(held, batch);
        _state.Count(batch, line.Next);
    }

    // It is known which boot goes on: the checkpoint's, so that all others were handled before it, or one of those that wait.
    private void GoOnWith(int? boot)
    {
        bool areOld = boot == _resumed;
        _resumed = null;
        foreach (HeldBatch held in _doubtful)
        {
            BatchReader.TryRead(held.Payload.Span, out Batch batch, out _);
            if (areOld)
            {
                (_boots.Find(batch.Boot) ?? AddLine(batch.Boot)).SkipHandled(held, batch);
            }
            else
            {
                AddEvents(held, batch);
            }
        }

        _doubtful.Clear();
    }

    private DateTimeOffset? DoubtEnds(DateTimeOffset caughtUpSince)
    {
        if (_doubtful.Count == 0 || caughtUpSince == DateTimeOffset.MaxValue)
        {
            return null;
        }

        DateTimeOffset since = _doubtful[0].Arrival > caughtUpSince ? _doubtful[0].Arrival : caughtUpSince;
        return since + _patience;
    }

    private void AddState(in Batch state, DateTimeOffset arrival, bool retained)
    {
        _stateBoot = state.Boot;
        if (_doubtful.Count > 0 && state.Boot != _resumed)
        {
            GoOnWith(null);
        }

        BootLine line = _boots.Find(state.Boot) ?? AddLine(state.Boot);
        if (line.IsRetired)
        {
            return;
        }

        bool isCurrent = ReferenceEquals(line, _boots.Current);
        line.Learn(state, arrival, retained);
        uint left = state.Sequence - SequenceMath.Clamp(state.Waiting);
        if (isCurrent)
        {
            line.SeeTail(left, arrival);
        }
        else if (_boots.Current is null && !retained)
        {
            // From here on everything must come to us: we were subscribed when it was still on the device.
            line.Floor ??= left;
        }

        bool stale = isCurrent && SequenceMath.Distance(state.Sequence, line.Next) > 0;
        if (!stale)
        {
            _state.Apply(state, line.DatingOf(state, arrival, retained), isAhead: !isCurrent);
        }
    }

    private BootLine LineOf(in Batch batch)
    {
        BootLine? line = _boots.Find(batch.Boot);
        if (line is not null && (line.IsRetired || ReferenceEquals(line, _boots.Current)))
        {
            return line;
        }

        line ??= AddLine(batch.Boot);
        uint begin = batch.HasBoot || _boots.Current is not null ? 1 : FirstOfOurs(batch, line.Floor);
        if (SequenceMath.Distance(begin, batch.Sequence) < 0)
        {
            // More than 2^31 numbers into the boot: nobody can say what came before.
            begin = batch.Sequence - SequenceMath.Clamp(batch.Overflow);
        }

        Begin(line, begin);
        return line;
    }

    private void Begin(BootLine line, uint next)
    {
        _boots.Current?.Retire();
        Open(line, next, bootSaid: false);
    }

    private static uint FirstOfOurs(in Batch batch, uint? floor)
    {
        uint begin = batch.Sequence - SequenceMath.Clamp(batch.Overflow);
        return floor is { } f && SequenceMath.Distance(f, begin) > 0 ? f : begin;
    }

    private void Open(BootLine line, uint next, bool bootSaid)
    {
        _boots.Current = line;
        line.Open(next, bootSaid);
        _state.Open(line.Boot);
    }

    private BootLine AddLine(int boot)
    {
        var line = new BootLine(Device, boot, _patience, _state, _output);
        _boots.Add(line);
        return line;
    }
}
