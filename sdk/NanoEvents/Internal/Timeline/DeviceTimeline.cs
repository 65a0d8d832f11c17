using System.Numerics;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Turns the messages of one device into its events: each number once and in order, or in one <see cref="EventKind.Lost"/> event at its place. A pure
/// class: no threads, no I/O, and the caller gives the time.
/// </summary>
/// <remarks>
/// <para>The first batch of a device sets the first number that this reader expects. If the batch reports the device's start, that number is 1,
/// because no broker has acknowledged anything yet. Otherwise it is the first number of the batch, or of the events that it says were dropped right
/// before it. Earlier events went to other readers. A boot that follows another one is expected from 1 on, because this reader was connected.</para>
/// <para>A state may be older or newer than the batches around it, so it does not begin a boot. There is one exception: if live states that follow each
/// other at the pace of the uptime show that numbers of a boot have left the device, and none of them arrives within the patience, that boot begins with
/// their loss.</para>
/// <para>A checkpoint names only one boot. The broker's first batches may be of an older boot: they were handled, but their acknowledgement was on
/// its way when the program ended. So if the state says that the checkpoint's boot is still running, batches of another boot wait. A broker repeats
/// messages in order. If the checkpoint's boot follows, the waiting batches are older and have been handled. If it does not follow within the
/// patience, they are newer.</para>
/// <para>A boot that is over does not come back, and one board has one boot at a time. If the uptime of a boot shows that it began after another boot
/// and both keep running, two boards have one name. Neither boot ends, each continues separately, and <see cref="DeviceState.ClashingBoots"/> and
/// <see cref="NoticeReceived"/> name them. If a boot that was considered over continues with higher numbers and a higher uptime, it is followed
/// again. If a number comes again as another event, a later boot has the same id and begins anew. A boot without a message for two periods of its states and a minute, while another boot runs, is over.</para>
/// </remarks>
internal sealed partial class DeviceTimeline
{
    private const int MaxDoubtful = 64;

    // How many times the patience a doubt may last while other devices keep the broker busy.
    private const int Patiences = 2;

    // A boot that was heard of a period and this time before may still be running.
    private static readonly TimeSpan _justAfter = TimeSpan.FromSeconds(30);

    // A board that another one has thrown off the broker is back after this time.
    private static readonly TimeSpan _back = TimeSpan.FromSeconds(3);

    private BootHistory _boots = new();
    private readonly DeviceStateTracker _state;
    private readonly TimelineOutput _output;
    private readonly TimeSpan _patience;
    private List<HeldBatch>? _doubtful;

    // The checkpoint's boot, until it is known which boot continues; and the boot of the last state.
    private int? _resumed;
    private int? _stateBoot;

    // A boot that may follow the present one or run beside it; which is not known yet.
    private BootLine? _newcomer;
    private long _clashes;

    /// <summary>Creates the timeline of a device.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="gapPatience">How long to wait for a missing batch before it is reported lost.</param>
    /// <param name="after">The last event that was handled, if known.</param>
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
        _state = new DeviceStateTracker(device, output.Present);
        if (after is { } checkpoint)
        {
            BootLine line = AddLine(checkpoint.BootId);
            line.OpenAfter(checkpoint.Sequence + 1);
            Take(line);
            _resumed = checkpoint.BootId;
        }
    }

    /// <summary>A notice for people: two boards with one name, a clock that cannot be right, an impossible checkpoint.</summary>
    public event Action<Notice>? NoticeReceived
    {
        add => _output.Noticed += value;
        remove => _output.Noticed -= value;
    }

    /// <summary>The device.</summary>
    public string Device { get; }

    /// <summary>What has been counted.</summary>
    public TimelineStats Stats => _output.Counts.Snapshot();

    internal bool IsWaiting => DoubtfulCount > 0 || _boots.Running.Length > 1 || AheadSince is not null || (_boots.Current?.IsWaiting ?? false);

    internal int HeldCount
    {
        get
        {
            int held = DoubtfulCount;
            foreach (BootLine line in _boots.Running)
            {
                held += line.HeldCount;
            }

            return held;
        }
    }

    /// <summary>The last handled event, for a timeline that replaces this one; null if nothing has arrived.</summary>
    internal Checkpoint? Checkpoint => _boots.Current is { } line ? new Checkpoint(Device, line.Boot, line.Next - 1) : null;

    /// <summary>Adds a message of the device, a batch or a state.</summary>
    /// <param name="payload">Its bytes. They are kept until its events are taken, so you must not change them.</param>
    /// <param name="arrival">When it came. Patience is measured with it, so it must not go back.</param>
    /// <param name="retained">Whether the message was retained. The arrival of a retained message does not date its events.</param>
    /// <param name="why">The reason, if the result is false.</param>
    /// <returns>True if the bytes are a batch.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> payload, DateTimeOffset arrival, bool retained, out BatchError why) =>
        TryAdd(payload, new Arrived(arrival, arrival, retained, MayHaveWaited: false), null, null, out why);

    /// <summary>Takes the next available event.</summary>
    public bool TryTake(out NanoEvent next)
    {
        while (!_output.TryTake(out next))
        {
            if (!_output.TryTakeDue(out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When <see cref="Expire(DateTimeOffset, DateTimeOffset)"/> will next report missing events; null if none are missing.</summary>
    /// <param name="caughtUpSince">As for <see cref="Expire(DateTimeOffset, DateTimeOffset)"/>.</param>
    public DateTimeOffset? Deadline(DateTimeOffset caughtUpSince = default) => Deadline(caughtUpSince, FlowsSince(caughtUpSince));

    /// <summary>Reports events as lost that have been missing for longer than the patience.</summary>
    /// <param name="now">The time up to which all received messages have been added.</param>
    /// <param name="caughtUpSince">
    /// Since when no batch can have been waiting for this reader at the broker. A state may overtake batches there, so the wait for a missing tail,
    /// which only a state reveals, starts at this time; <see cref="DateTimeOffset.MaxValue"/> while not connected.
    /// </param>
    public void Expire(DateTimeOffset now, DateTimeOffset caughtUpSince = default) => Expire(now, caughtUpSince, FlowsSince(caughtUpSince));

    /// <summary>Whether its status was cleared at the broker, and nothing has arrived since.</summary>
    internal bool IsGone => _state.IsGone;

    /// <summary>A device that sends nothing for so long is silent: two of its states are missing.</summary>
    internal TimeSpan Silence => Silences.After(_state.Period);

    /// <summary>The present state of the device.</summary>
    public DeviceState GetState() => _state.Snapshot();

    /// <param name="caughtUpSince">As for <see cref="Expire(DateTimeOffset, DateTimeOffset)"/>.</param>
    /// <param name="flowsSince">Since when messages arrive, however many wait at the broker.</param>
    internal DateTimeOffset? Deadline(DateTimeOffset caughtUpSince, DateTimeOffset flowsSince)
    {
        DateTimeOffset? deadline = Earlier(Earlier(DoubtEnds(caughtUpSince, flowsSince), ClashEnds(flowsSince)), AheadEnds(caughtUpSince));
        foreach (BootLine line in _boots.Running)
        {
            deadline = Earlier(deadline, line.Deadline(caughtUpSince));
        }

        return deadline;
    }

    internal void Expire(DateTimeOffset now, DateTimeOffset caughtUpSince, DateTimeOffset flowsSince)
    {
        if (DoubtEnds(caughtUpSince, flowsSince) <= now)
        {
            EndDoubt();
        }

        ExpireBoots(now, caughtUpSince);
        if (AheadEnds(caughtUpSince) <= now)
        {
            BeginAhead();
            ExpireBoots(now, caughtUpSince);
        }

        while (ClashEnds(flowsSince) <= now)
        {
            _boots.Retire(_boots.Running.MinBy(line => line.Clock.LastHeard)!, default);
            ShowClash();
        }
    }

    // isState: what the message must be according to its topic; null without a topic.
    internal bool TryAdd(ReadOnlyMemory<byte> payload, in Arrived arrived, Delivery? delivery, bool? isState, out BatchError why)
    {
        Span<RawEvent> room = stackalloc RawEvent[BatchFormat.MaxEvents];
        if (!BatchReader.TryRead(payload.Span, room, out Batch batch, out why))
        {
            return false;
        }

        if (isState is { } expected && batch.IsState != expected)
        {
            why = new BatchError(BatchFault.WrongTopic, 0);
            return false;
        }

        if (!CanHaveRaised(batch))
        {
            why = new BatchError(BatchFault.ImpossibleNumber, 0);
            return false;
        }

        _state.SeenAt(arrived.At, arrived.Retained);
        if (batch.IsState)
        {
            AddState(batch, arrived);
        }
        else
        {
            AddEvents(new HeldBatch(payload, batch.Sequence, batch.Overflow, arrived, delivery), batch);
        }

        return true;
    }

    /// <summary>Ends the patience for the batches that have waited longest.</summary>
    internal void GiveUp()
    {
        BootLine? line = _boots.Running.MaxBy(running => running.HeldCount);
        if (DoubtfulCount >= (line?.HeldCount ?? 0))
        {
            EndDoubt();
        }
        else
        {
            line!.GiveUp();
        }
    }

    internal void SetStatus(ReadOnlySpan<byte> utf8) => _state.SetStatus(utf8);

    private static DateTimeOffset FlowsSince(DateTimeOffset caughtUpSince) =>
        caughtUpSince == DateTimeOffset.MaxValue ? DateTimeOffset.MaxValue : default;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private DateTimeOffset? ClashEnds(DateTimeOffset flowsSince)
    {
        if (_boots.Running.Length < 2 || flowsSince == DateTimeOffset.MaxValue)
        {
            return null;
        }

        DateTimeOffset since = DateTimeOffset.MaxValue;
        foreach (BootLine line in _boots.Running)
        {
            since = line.Clock.LastHeard < since ? line.Clock.LastHeard : since;
        }

        return Later(since, flowsSince) + Silence;
    }

    private void ExpireBoots(DateTimeOffset now, DateTimeOffset caughtUpSince)
    {
        for (int i = 0; i < _boots.Running.Length; i++)
        {
            _boots.Running[i].Expire(now, caughtUpSince);
        }
    }

    // The first time, the second, the fourth, ...: a flood of invented boots does not become a flood of notices.
    private void NameClash(BootLine line, string correction = "")
    {
        ShowClash();
        if (_boots.Running.Length > 1 && BitOperations.IsPow2(++_clashes))
        {
            BootLine other = _boots.Running.First(running => running != line);
            _output.Noticed?.Invoke(new Notice(
                NoticeKind.NameClash,
                $"Two boards are called {Device}: boots {other.Boot} and {line.Boot} run at the same time.{correction} Give one of them a device.id of its own: nanoevents configure --set device.id=NAME"));
        }
    }

    private void ShowClash() => _state.SetClash(_boots.Running.Length > 1 ? [.. _boots.Running.Select(line => line.Boot)] : []);

    private BootLine AddLine(int boot)
    {
        var line = new BootLine(Device, boot, _patience, _state, _output) { Names = _names };
        _boots.Add(line);
        return line;
    }
}
