using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// When the messages of one boot came, how its uptime goes, and what its wall clock says. This dates the events of the boot and tells whether two boots ran at the
/// same time.
/// </summary>
internal sealed partial class BootClock(string device, TimelineOutput output)
{
    // 21 years in wire ticks; no device has been up for longer.
    private const long MaxUptime = 1L << 36;

    private const long MuchEarlierTicks = 1000;

    // No board handles more edges: 4 in a millisecond. And what may wait on a device, in its ring and its store, more than twice over.
    private const long MaxEventsPerTick = 40;
    private const int MaxWaiting = 1 << 16;
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(1);

    private EventDating _anchor;
    private BootPace _pace = new();
    private long _heardAt;
    private long _firstHeard = DateTimeOffset.MaxValue.Ticks;
    private long _lastHeard;
    private long _startedByKept = DateTimeOffset.MaxValue.Ticks;
    private long _heardTicks = -1;
    private uint _heardNumber;
    private long _latestTicks = -1;
    private bool _isDoubted;

    /// <summary>How many messages of the boot have come that no broker had kept.</summary>
    public int Messages { get; private set; }

    /// <summary>When the first of them came, by the steady clock.</summary>
    public DateTimeOffset FirstHeard => new(_firstHeard, TimeSpan.Zero);

    /// <summary>When the last of them came, by the steady clock.</summary>
    public DateTimeOffset LastHeard => new(_lastHeard, TimeSpan.Zero);

    /// <summary>When the last of them was made, if they have come at the pace of the uptime.</summary>
    public DateTimeOffset LastMade => _pace.IsSteady ? _pace.LastSealed : default;

    /// <summary>Whether a batch that comes now is too old to be of a boot that has begun after a time.</summary>
    public static bool IsOlderThanStart(in Batch batch, DateTimeOffset steady, DateTimeOffset beginsAfter) =>
        beginsAfter != default && batch.SealedTicks < MaxUptime && ZeroOf(batch, steady) < beginsAfter - _margin;

    /// <summary>When the boot of a message began that was made when it came.</summary>
    public static DateTimeOffset ZeroOf(in Batch batch, DateTimeOffset steady) =>
        steady.AddTicks(-Math.Min(Math.Min(batch.SealedTicks, MaxUptime) * BatchFormat.TickMs * TimeSpan.TicksPerMillisecond, steady.Ticks));

    /// <summary>Whether a batch of this boot was made after a time, according to the message with the shortest delay.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="steady">When it came.</param>
    /// <param name="time">The time.</param>
    public bool MadeAfter(in Batch batch, DateTimeOffset steady, DateTimeOffset time)
    {
        long made = MadeAt(batch, steady);
        return _pace.HasAny && made is >= 0 and < MaxUptime && _pace.SealedAt(made) > time;
    }

    /// <summary>Whether messages have come one after the other at the pace at which the uptime went.</summary>
    public bool IsSteady => _pace.IsSteady;

    /// <summary>
    /// Whether a batch has an event that was raised while messages came at the pace of the uptime. What a broker or a device repeats, because it
    /// has received no acknowledgement, was raised before.
    /// </summary>
    public bool HasRaisedSince(in Batch batch, DateTimeOffset steady)
    {
        if (!_pace.IsSteady || !TryShift(batch, steady, out long shift))
        {
            return false;
        }

        foreach (BatchEvent e in batch)
        {
            if (e.Ticks - shift > _pace.FromTicks)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers when a message came, the boot's wall clock, and how its uptime goes: batches without a time are dated by it.</summary>
    public void Learn(in Batch batch, in Arrived arrived)
    {
        LearnUptimes(batch, arrived.Retained);
        if (arrived.Retained)
        {
            _startedByKept = Math.Min(ZeroOf(batch, arrived.Steady).UtcTicks, _startedByKept);
        }
        else
        {
            Hear(batch, arrived);
        }

        if (batch.IsShort)
        {
            return;
        }

        EventDating dating = EventDating.ByAnchorOf(batch);
        if (dating.IsKnown && batch.SealedTicks < MaxUptime && dating.IsPossible(batch.SealedTicks, arrived.At))
        {
            _anchor = dating.FromAfar(batch.SealedTicks);
        }
    }

    public EventDating DatingOf(in Batch batch, DateTimeOffset arrival, bool retained)
    {
        EventDating dating = EventDating.ByAnchorOf(batch);
        bool isOwn = dating.IsKnown;
        dating = isOwn || batch.IsShort ? dating : _anchor;
        long latest = batch.LatestTicks;
        if (dating.IsKnown && dating.IsPossible(latest, arrival))
        {
            return dating;
        }

        if (isOwn)
        {
            Doubt(dating.At(latest), arrival);
        }

        return retained ? default
            : !batch.IsShort && IsHeardSooner(arrival, latest) ? EventDating.ByArrival(new DateTimeOffset(_heardAt, TimeSpan.Zero), _heardTicks)
            : EventDating.ByArrival(arrival, latest);
    }

    /// <summary>Whether this boot was running after another one had begun, so that the other one is not a later boot of the same board.</summary>
    public bool RanAfterStartOf(BootClock other) =>
        _pace.IsSteady && _pace.IsProven && other._pace.HasAny && _pace.LastSealed.UtcTicks - LateAtLeast > (other._pace.StartedBy + _margin).UtcTicks;

    /// <summary>Whether nothing of this boot has come since another one began.</summary>
    public bool IsSilentSinceStartOf(BootClock other) => LastHeard < other._pace.StartedBy;

    /// <summary>Whether a message of it can be expected soon if it is still running.</summary>
    public bool WasHeardJustBefore(DateTimeOffset now, TimeSpan before) => _pace.IsSteady && now - LastHeard < before;

    /// <summary>Whether a message was made later than all that have come, and after a time. It has not been learnt yet.</summary>
    /// <param name="batch">The message.</param>
    /// <param name="arrived">How it came.</param>
    /// <param name="since">The time.</param>
    public bool GoesOnSince(in Batch batch, in Arrived arrived, DateTimeOffset since)
    {
        long made = MadeAt(batch, arrived.Steady);
        if (made < 0)
        {
            // Only its numbers tell: they are enough where no other boot is known to have begun.
            return since == default;
        }

        if (made <= _latestTicks || made >= MaxUptime)
        {
            return false;
        }

        BootPace pace = _pace;
        Note(ref pace, batch, made, arrived);
        return (pace.IsSteady || FirstHeard <= since || since == default) && pace.SealedAt(made) >= since;
    }

    /// <summary>Whether a message keeps the pace of this boot's uptime: its device has not restarted, whatever its numbers say.</summary>
    /// <param name="batch">The message. It has not been learnt yet.</param>
    /// <param name="steady">When it came.</param>
    public bool IsKeptBy(in Batch batch, DateTimeOffset steady) => MadeAt(batch, steady) is >= 0 and < MaxUptime and var made && _pace.IsKept(steady, made);

    /// <summary>Whether a batch was made so long before the others that arrived that it may be of a later boot with the same id.</summary>
    public bool IsMuchEarlier(in Batch batch) => batch.SealedTicks < _heardTicks - MuchEarlierTicks;

    /// <summary>
    /// Whether a live state is of a later boot that has drawn the same id. Its uptime has gone back, and by much, or it began after the last message of this boot
    /// was made.
    /// </summary>
    /// <remarks> Batches do not tell: a broker repeats them, and a slow reader may take them at the pace at which they were made. </remarks>
    public bool HasBegunAgain(in Batch state, DateTimeOffset steady) =>
        IsMuchEarlier(state) || (state.SealedTicks < _heardTicks && ZeroOf(state, steady) + _margin > _pace.LastSealed);

    /// <summary>Whether a boot can have raised so many events in its uptime that a message has its number. One of which nothing else is known sends no short batch.</summary>
    /// <param name="batch">The message. It has not been learnt yet.</param>
    /// <param name="begin">The first number that is expected of the boot.</param>
    public static bool CanHaveRaised(in Batch batch, uint begin) => CanHaveRaised(batch, begin, batch.SealedTicks, 0);

    /// <summary>
    /// Whether this boot can have raised so many events since its latest message that another one has its number. What follows without a hole always can, and a
    /// short batch of which the uptime is not known.
    /// </summary>
    /// <param name="batch">The message. It has not been learnt yet.</param>
    /// <param name="next">The number that is expected next.</param>
    public bool CanGoOnWith(in Batch batch, uint next)
    {
        long uptime = !batch.IsShort ? batch.SealedTicks : _shortUptimes.AreTold ? _shortUptimes.FirstOf(batch) : -1;
        return uptime < 0
            || CanHaveRaised(batch, next, uptime, Math.Max(_heardTicks, 0))
            || (_heardTicks >= 0 && CanHaveRaised(batch, _heardNumber, uptime, _heardTicks));
    }

    /// <summary>Whether a message was made later than all others that arrived.</summary>
    public bool IsLatest(in Batch batch) => batch.SealedTicks > _heardTicks && batch.SealedTicks < MaxUptime;

    // How long its messages were on their way at least: a retained one says that the boot began so much sooner.
    private long LateAtLeast => Math.Max(_pace.StartedBy.UtcTicks - _startedByKept, 0);

    private static bool CanHaveRaised(in Batch batch, uint begin, long uptimeTicks, long sinceTicks)
    {
        long ticks = Math.Clamp(uptimeTicks - sinceTicks, 0, MaxUptime);
        return SequenceMath.Distance(begin, batch.Sequence) <= MaxWaiting + (ticks * MaxEventsPerTick);
    }

    private void Hear(in Batch batch, in Arrived arrived)
    {
        long made = MadeAt(batch, arrived.Steady);
        Messages++;
        _firstHeard = Math.Min(arrived.Steady.UtcTicks, _firstHeard);
        _lastHeard = arrived.Steady.UtcTicks;
        if (made > _latestTicks && made < MaxUptime)
        {
            _latestTicks = made;
            Note(ref _pace, batch, made, arrived);
            (_heardAt, _heardTicks, _heardNumber) = batch.IsShort ? (_heardAt, _heardTicks, _heardNumber) : (arrived.At.UtcTicks, made, batch.Sequence);
        }
    }

    private void Doubt(in Dated said, DateTimeOffset arrival)
    {
        if (!_isDoubted && said.Time is { } time)
        {
            _isDoubted = true;
            output.Noticed?.Invoke(new Notice(
                NoticeKind.Clock,
                $"{device} dates its events {time:yyyy-MM-dd HH:mm:ss}Z, which is {(time - arrival).TotalSeconds:0.0} s after they came: they are dated by their arrival. Look at the clock of this computer, then at the time server that the device asks."));
        }
    }

    // Whether another message of this boot says that an uptime was reached sooner than this one's arrival says.
    private bool IsHeardSooner(DateTimeOffset arrival, long sealedTicks) =>
        _heardTicks > sealedTicks && _heardAt - arrival.UtcTicks < (_heardTicks - sealedTicks) * (BatchFormat.TickMs * TimeSpan.TicksPerMillisecond);
}
