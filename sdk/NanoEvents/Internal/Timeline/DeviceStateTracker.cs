using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The present state of a device: set by its states, and updated by its events. The thread that reads the events writes it; any thread may read it.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="shared">Guards the present; one for all devices, because each would take 40 bytes.</param>
internal sealed class DeviceStateTracker(string device, Lock shared)
{
    private const int MaxCounters = 64;

    private SourceSlots _slots = new();
    private SortedList<uint, uint>? _counters;
    private int? _boot;
    private bool _isAhead;
    private uint? _stateNext;
    private uint? _next;
    private uint _waiting;
    private TimeSpan _period = TimeSpan.FromSeconds(BatchFormat.UsualPeriodSeconds);
    private bool? _online;
    private string? _status;
    private string? _firmware;

    // In UTC ticks; 0 for never.
    private long _lastSeen;
    private IReadOnlyList<int> _clash = [];
    private volatile bool _isGone;
    private long _bytes;

    /// <summary>Follows a device that stands for itself.</summary>
    public DeviceStateTracker(string device)
        : this(device, new Lock())
    {
    }

    /// <summary>Whether its status was cleared, and nothing has arrived since.</summary>
    public bool IsGone => _isGone;

    /// <summary>How often the device sends its state at least, as far as it is known. Any thread may read it.</summary>
    public TimeSpan Period
    {
        get
        {
            lock (shared)
            {
                return _period;
            }
        }
    }

    public void SeenAt(DateTimeOffset arrival, bool retained)
    {
        lock (shared)
        {
            _lastSeen = retained ? _lastSeen : arrival.UtcTicks;
            _isGone &= retained;
        }
    }

    /// <summary>A message of the device has arrived.</summary>
    public void Received(int bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>The reader now delivers the events of this boot.</summary>
    public void Open(int boot)
    {
        lock (shared)
        {
            if (_boot == boot)
            {
                _isAhead = false;
            }
            else if (!_isAhead)
            {
                Forget(boot);
            }
        }
    }

    /// <summary>A boot whose id another boot has drawn is over: its state no longer counts.</summary>
    public void ForgetBoot()
    {
        lock (shared)
        {
            _boot = null;
        }
    }

    /// <summary>The boots that run at the same time under this name; empty if there is no clash.</summary>
    public void SetClash(IReadOnlyList<int> boots)
    {
        lock (shared)
        {
            _clash = boots;
        }
    }

    /// <summary>Takes over a state. <paramref name="isAhead"/>: the events of its boot have not arrived yet.</summary>
    public void Apply(in Batch state, EventDating dating, SourceNames? names, EventKinds? given, bool isAhead)
    {
        lock (shared)
        {
            Forget(state.Boot);
            _isAhead = isAhead;
            _stateNext = state.Sequence;
            _next = state.Sequence;
            _waiting = state.Waiting;
            _period = TimeSpan.FromSeconds(state.PeriodSeconds);
            if (names is not null)
            {
                _slots.Name(names);
            }

            TakeCounters(state);
            var kinds = new KnownKinds(names?.Kinds, given);
            foreach (BatchEvent e in state)
            {
                _slots.Take(e, dating.At(e.Ticks), kinds);
            }
        }
    }

    /// <summary>Takes over the names of a boot, if its state is the one that is shown, or if none is.</summary>
    public void Name(int boot, SourceNames names)
    {
        lock (shared)
        {
            if (_boot is null || _boot == boot)
            {
                _slots.Name(names);
            }
        }
    }

    /// <summary>Takes over the counters and the next number of a batch.</summary>
    public void Count(in Batch batch, uint next)
    {
        lock (shared)
        {
            if (batch.Boot == _boot)
            {
                TakeCounters(batch);
                _next = _next is { } known && SequenceMath.Distance(known, next) < 0 ? known : next;
            }
        }
    }

    /// <summary>Updates the present with an event of the boot, unless a state was later.</summary>
    public void Follow(in NanoEvent e)
    {
        lock (shared)
        {
            if (e.BootId != _boot)
            {
                return;
            }

            if (e.Kind == EventKind.Boot)
            {
                _firmware = e.Firmware;
            }
            else if (_stateNext is not { } next || SequenceMath.Distance(next, e.Sequence ?? next) >= 0)
            {
                _slots.Take(e);
            }
        }
    }

    /// <summary>The same with the events of a batch, without the first ones.</summary>
    public void Follow(in Batch batch, int from, in EventDating dating, in KnownKinds kinds)
    {
        lock (shared)
        {
            if (batch.Boot != _boot)
            {
                return;
            }

            if (_stateNext is { } next && SequenceMath.Distance(batch.Sequence + (uint)from, next) is > 0 and int known)
            {
                from += Math.Min(known, batch.EventCount - from);
            }

            FollowFrom(batch, from, dating, kinds);
        }
    }

    public void SetStatus(ReadOnlySpan<byte> utf8)
    {
        lock (shared)
        {
            _isGone = utf8.IsEmpty;
            _status = utf8.IsEmpty ? null : utf8.SequenceEqual("online"u8) ? "online" : SafeText.Read(utf8);
            _online = utf8.StartsWith("online"u8) ? true : utf8.StartsWith("offline"u8) ? false : null;
        }
    }

    public DeviceState Snapshot()
    {
        lock (shared)
        {
            return new DeviceState
            {
                Device = device,
                BootId = _boot,
                Online = _online,
                Status = _status,
                Firmware = _firmware,
                NextSequence = _next,
                Waiting = _waiting,
                StatePeriod = _period,
                LastSeen = _lastSeen == 0 ? null : new DateTimeOffset(_lastSeen, TimeSpan.Zero),
                PayloadBytes = Interlocked.Read(ref _bytes),
                Sources = _slots.Show(),
                ClashingBoots = _clash,
                Counters = (_counters ?? []).ToDictionary(c => BatchCounter.NameOf(c.Key), c => (long)c.Value),
            };
        }
    }

    private void FollowFrom(in Batch batch, int from, in EventDating dating, in KnownKinds kinds)
    {
        BatchEvents events = batch.Events;
        int plain = batch.EventCount;
        while (plain > from && events.At(plain - 1).IsPlain)
        {
            plain--;
        }

        for (int i = from; i < plain; i++)
        {
            BatchEvent e = events.At(i);
            _slots.Take(e, dating.At(e.Ticks), kinds);
        }

        // Of the temperatures and motions at the end, which are all of nearly every batch, the last of each source counts.
        ulong seen = 0;
        for (int i = batch.EventCount - 1; i >= plain; i--)
        {
            BatchEvent e = events.At(i);
            ulong source = 1UL << (e.Source + (e.Kind == EventKind.Motion ? BatchFormat.MaxSources : 0));
            if ((seen & source) == 0)
            {
                seen |= source;
                _slots.Take(e, dating.At(e.Ticks), kinds);
            }
        }
    }

    // Names stay: they are settings, and survive a restart.
    private void Forget(int boot)
    {
        if (_boot != boot)
        {
            _boot = boot;
            _firmware = null;
            _counters = null;
            _stateNext = null;
            _next = null;
            _waiting = 0;
        }

        _slots.ForgetValues();
    }

    private void TakeCounters(in Batch batch)
    {
        foreach (BatchCounter counter in batch.Counters)
        {
            _counters ??= [];
            if (_counters.Count < MaxCounters || _counters.ContainsKey(counter.Id))
            {
                _counters[counter.Id] = counter.Value;
            }
        }
    }
}
