using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>
/// One run of a reader: messages from the broker go through their device's timeline, one after the other, and come out as events and as due
/// acknowledgements.
/// </summary>
internal sealed class EventReading : IAsyncDisposable
{
    private readonly DeviceTable _devices;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _stop;
    private readonly TimelineOutput _output;
    private readonly InFlight _inFlight;
    private readonly EventFilter _filter;
    private readonly GapWatch _gaps;
    private readonly BrokerLink _link;
    private readonly MessageSorter _sorter;
    private readonly ReadingTelemetry? _telemetry;
    private readonly SteadyTime _steady;
    private readonly CancellationTokenRegistration _stopping;
    private Task _linkTask = Task.CompletedTask;

    // When the message arrived that the loop is handling, in ticks of the monotonic clock; 0 while it waits. Read by any thread.
    private long _inHand;

    /// <param name="settings">What to read, and how.</param>
    /// <param name="counts">Where messages are counted.</param>
    /// <param name="timelineCounts">Where events are counted.</param>
    /// <param name="notices">Where people are told.</param>
    /// <param name="telemetry">The telemetry; null for none.</param>
    /// <param name="stop">Ends the waiting for messages.</param>
    public EventReading(
        ReadingSettings settings, ClientCounts counts, TimelineCounts timelineCounts, Notices notices, ReadingTelemetry? telemetry, CancellationToken stop)
    {
        _steady = new SteadyTime(settings.Time);
        _telemetry = telemetry;
        _output = new TimelineOutput(timelineCounts) { Noticed = notices.Of, Kinds = settings.Kinds };
        _stop = stop;
        _filter = settings.Filter;
        _inFlight = new InFlight(settings.ReceiveMaximum, _steady);
        Inbox = new Inbox(_inFlight, _steady);
        _devices = new DeviceTable(
            settings.MaxDevices, (device, checkpoint) => new DeviceTimeline(device, settings.GapPatience, checkpoint, _output), settings.After,
            new Presence(_inFlight, _steady));
        _gaps = new GapWatch(settings.GapPatience, settings.ReceiveMaximum, _inFlight, _steady, Inbox.Tick);
        _sorter = new MessageSorter(settings.Connection.Device, _devices, _gaps, _output, counts, notices, telemetry);
        _link = new BrokerLink(settings.Connection, Inbox, _inFlight, counts, notices);
        _stopping = stop.UnsafeRegister(static (inbox, stop) => ((Inbox)inbox!).End(new OperationCanceledException(stop)), Inbox);
    }

    /// <summary>Where the messages wait.</summary>
    public Inbox Inbox { get; }

    /// <summary>The messages that have come and are not handled yet. The link tells it when the connection opens and closes.</summary>
    public InFlight InFlight => _inFlight;

    public bool IsConnected => _link.IsConnected;

    /// <summary>Told of the device of each message that the reader follows, after the message has changed its state.</summary>
    public Action<string>? Touched { get; set; }

    /// <summary>Whether the events of a message have all been taken, so that its acknowledgement is due.</summary>
    public bool IsDue => _output.IsDue;

    /// <summary>How many events of the same message can be taken.</summary>
    public int Waiting => _output.Waiting;

    /// <summary>How long ago the message arrived that the loop is handling; zero while it waits.</summary>
    public TimeSpan Behind => Interlocked.Read(ref _inHand) is > 0 and { } ticks
        ? TimeSpan.FromTicks(Math.Max(0, _steady.GetUtcNow().UtcTicks - ticks))
        : TimeSpan.Zero;

    public IEnumerable<DeviceState> Devices => _devices.Present.Select(d => d.GetState());

    /// <summary>Finds the state of a device that is followed and has not been removed.</summary>
    public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = _devices.TryGetPresent(device, out DeviceTimeline? timeline) ? timeline.GetState() : null;
        return state is not null;
    }

    /// <summary>Finds the state of a device that is followed, even if its status was cleared.</summary>
    public bool TryGetLastState(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = _devices.TryGet(device, out DeviceTimeline? timeline) ? timeline.GetState() : null;
        return state is not null;
    }

    /// <summary>Begins to connect.</summary>
    public void Start() => _linkTask = Task.Run(RunLinkAsync);

    /// <summary>Acknowledges the message that is due, or waits for a message and puts it through its timeline.</summary>
    public ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        // Also after a cancellation: asking for the next event means that the one before is handled.
        if (IsDue)
        {
            return AcknowledgeAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return TryReceive() ? default : ReceiveAsync();
    }

    /// <summary>Acknowledges the message that is due.</summary>
    public ValueTask AcknowledgeAsync() => TryTakeDue(out Ready due) ? due.Due!.AcknowledgeAsync() : default;

    /// <summary>Takes over the acknowledgement that is due, if one is, to give it later.</summary>
    public bool TryTakeDue(out Ready due) => _output.TryTakeDue(out due);

    /// <summary>Puts a message through its timeline, if one has arrived. Otherwise sets the timer for missing batches.</summary>
    public bool TryReceive()
    {
        if (Inbox.TryTake(out Message message))
        {
            Take(message);
            return true;
        }

        Interlocked.Exchange(ref _inHand, 0);
        _inFlight.SetReaderWaits(true);
        _gaps.Arm();
        return false;
    }

    /// <summary>Takes the next event. False if there is none, or if an acknowledgement <see cref="IsDue"/> before it.</summary>
    public bool TryTake(out NanoEvent e)
    {
        while (_output.TryTake(out e))
        {
            _telemetry?.CameOut(e);
            if (_filter.Accepts(e))
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _linkTask.ConfigureAwait(false);
        _gaps.Dispose();
        await _stopping.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private async ValueTask ReceiveAsync()
    {
        Message message;
        while (!Inbox.TryTake(out message))
        {
            Inbox.ThrowIfEnded();
            await Inbox.WaitAsync().ConfigureAwait(false);
            _stop.ThrowIfCancellationRequested();
        }

        Take(message);
    }

    private async Task RunLinkAsync()
    {
        try
        {
            await _link.RunAsync(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Inbox.End(e);
        }
    }

    private void Take(in Message message)
    {
        _inFlight.SetReaderWaits(false);
        Interlocked.Exchange(ref _inHand, message.Steady.UtcTicks);
        _gaps.Expire(message.Steady);
        if (message.Kind == MessageKind.Tick)
        {
            _gaps.Woken();
            return;
        }

        if (_sorter.Sort(message) is { } timeline)
        {
            Touched?.Invoke(timeline.Device);
        }
    }
}
