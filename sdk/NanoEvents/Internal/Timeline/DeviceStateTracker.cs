using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The present state of a device: set by its states, and updated by its events. The thread that reads the events writes it; any thread may read it.
/// </summary>
internal sealed class DeviceStateTracker(string device)
{
    private const int MaxCounters = 64;

    private readonly Lock _lock = new();
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
    private DateTimeOffset? _lastSeen;
    private IReadOnlyList<int> _clash = [];
    private volatile bool _isGone;
    private long _bytes;

    /// <summary>Whether its status was cleared, and nothing has arrived since.</summary>
    public bool IsGone => _isGone;

    /// <summary>How often the device sends its state at least, as far as it is known. Any thread may read it.</summary>
    public TimeSpan Period
    {
        get
        {
            lock (_lock)
            {
                return _period;
            }
        }
    }

    public void SeenAt(DateTimeOffset arrival, bool retained)
    {
        lock (_lock)
        {
            _lastSeen = retained ? _lastSeen : arrival;
            _isGone &= retained;
        }
    }

    /// <summary>A message of the device has arrived.</summary>
    public void Received(int bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>The reader now delivers the events of this boot.</summary>
    public void Open(int boot)
    {
        lock (_lock)
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
        lock (_lock)
        {
            _boot = null;
        }
    }

    /// <summary>The boots that run at the same time under this name; empty if there is no clash.</summary>
    public void SetClash(IReadOnlyList<int> boots)
    {
        lock (_lock)
        {
            _clash = boots;
        }
    }

    /// <summary>Takes over a state. <paramref name="isAhead"/>: the events of its boot have not arrived yet.</summary>
    public void Apply(in Batch state, EventDating dating, SourceNames? names, EventKinds? given, bool isAhead)
    {
        lock (_lock)
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
                _slots.Take(NanoEvent.Of(e, device, 0, dating.At(e.Ticks), null, null, kinds));
            }
        }
    }

    /// <summary>Takes over the names of a boot, if its state is the one that is shown, or if none is.</summary>
    public void Name(int boot, SourceNames names)
    {
        lock (_lock)
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
        lock (_lock)
        {
            if (batch.Boot == _boot)
            {
                TakeCounters(batch);
                _next = _next is { } known && SequenceMath.Distance(known, next) < 0 ? known : next;
            }
        }
    }

    /// <summary>Holds the lock until the result is disposed: once for the events of a batch, not once for each event.</summary>
    public Lock.Scope Hold() => _lock.EnterScope();

    /// <summary>Updates the present with a delivered event, unless a state was later. The caller <see cref="Hold"/>s it.</summary>
    public void Follow(in NanoEvent e)
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

    public void SetStatus(ReadOnlySpan<byte> utf8)
    {
        lock (_lock)
        {
            _isGone = utf8.IsEmpty;
            _status = utf8.IsEmpty ? null : SafeText.Read(utf8);
            _online = utf8.StartsWith("online"u8) ? true : utf8.StartsWith("offline"u8) ? false : null;
        }
    }

    public DeviceState Snapshot()
    {
        lock (_lock)
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
                LastSeen = _lastSeen,
                PayloadBytes = Interlocked.Read(ref _bytes),
                Sources = _slots.Show(),
                ClashingBoots = _clash,
                Counters = (_counters ?? []).ToDictionary(c => BatchCounter.NameOf(c.Key), c => (long)c.Value),
            };
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
