using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace NanoEvents;

/// <summary>
/// One run of a reader: messages from the broker go through their device's timeline, one after the other, and come out as events and as due
/// acknowledgements.
/// </summary>
internal sealed class EventReading : IAsyncDisposable
{
    // The intake bounds its size.
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });

    private readonly DeviceTable _devices;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _stop;
    private readonly ClientCounts _counts;
    private readonly Notices _notices;
    private readonly TimelineOutput _output;
    private readonly Backlog _backlog;
    private readonly GapWatch _gaps;
    private readonly BrokerLink _link;
    private readonly string? _device;
    private readonly ReadingTelemetry? _telemetry;
    private readonly SteadyTime _steady;
    private Task _linkTask = Task.CompletedTask;
    private long _tooMany;
    private long _freed;

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
        _device = settings.Connection.Device;
        _counts = counts;
        _notices = notices;
        _telemetry = telemetry;
        _output = new TimelineOutput(timelineCounts) { Noticed = notices.Of };
        _stop = stop;
        _backlog = Backlog.Of(settings.ReceiveMaximum, _steady);
        _devices = new DeviceTable(
            settings.MaxDevices, (device, checkpoint) => new DeviceTimeline(device, settings.GapPatience, checkpoint, _output), settings.After,
            new Presence(_backlog, _steady));
        _gaps = new GapWatch(settings.GapPatience, settings.ReceiveMaximum, _backlog, _steady, at => _messages.Writer.TryWrite(Message.Tick(at)));
        _link = new BrokerLink(settings.Connection, Enqueue, _backlog, counts, notices);
    }

    /// <summary>Told by the link when the connection opens and closes.</summary>
    public Backlog Backlog => _backlog;

    public bool IsConnected => _link.IsConnected;

    /// <summary>The messages held by the present connection, or by the last one.</summary>
    public Intake? Intake => _link.Intake;

    /// <summary>The device of the last message, if the reader follows it.</summary>
    public DeviceTimeline? Touched { get; private set; }

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

    public void Start() => _linkTask = Task.Run(RunLinkAsync);

    /// <summary>Waits for a message and puts it through its timeline.</summary>
    public async ValueTask ReceiveAsync()
    {
        if (TryReceive())
        {
            return;
        }

        try
        {
            Take(await _messages.Reader.ReadAsync(_stop).ConfigureAwait(false));
        }
        catch (ChannelClosedException e) when (e.InnerException is { } why)
        {
            _stop.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(why);
        }
    }

    /// <summary>Puts a message through its timeline, if one has arrived. Otherwise sets the timer for missing batches.</summary>
    public bool TryReceive()
    {
        if (_messages.Reader.TryRead(out Message message))
        {
            Take(message);
            return true;
        }

        Interlocked.Exchange(ref _inHand, 0);
        _gaps.Arm();
        return false;
    }

    /// <summary>Takes the next result: an event, or a due acknowledgement.</summary>
    public bool TryTake(out Ready ready)
    {
        if (!_output.Ready.TryDequeue(out ready))
        {
            return false;
        }

        if (ready.IsEvent)
        {
            _telemetry?.CameOut(ready.Event);
        }

        return true;
    }

    // Also after a cancellation: asking for the next event means that the one before is handled.
    public async ValueTask AcknowledgeAsync(object token)
    {
        var delivery = (Delivery)token;
        await delivery.AcknowledgeAsync().ConfigureAwait(false);
        if (delivery.IsAwaited)
        {
            _backlog.Done();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _linkTask.ConfigureAwait(false);
        _gaps.Dispose();
        _ended.Dispose();
    }

    /// <summary>Takes a message from the link; never waits.</summary>
    public void Enqueue(Message message)
    {
        if (message.Delivery is { IsAwaited: true })
        {
            _backlog.Came();
        }

        _messages.Writer.TryWrite(message with { Steady = _steady.GetUtcNow() });
    }

    private async Task RunLinkAsync()
    {
        try
        {
            await _link.RunAsync(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _messages.Writer.TryComplete(e);
        }
    }

    private void Take(in Message message)
    {
        Interlocked.Exchange(ref _inHand, message.Steady.UtcTicks);
        _gaps.Expire(message.Steady);
        if (message.Kind == MessageKind.Tick)
        {
            _gaps.Woken();
            return;
        }

        _counts.Message();
        Touched = null;
        if (!TryPutIntoTimeline(message) && message.Delivery is not null)
        {
            // This message has no effect, so the broker does not have to keep it.
            _output.Ready.Enqueue(new Ready(default, message.Delivery));
        }
    }

    /// <returns>Whether the timeline will acknowledge the message.</returns>
    private bool TryPutIntoTimeline(in Message message)
    {
        if (message.Kind == MessageKind.Other || (_device is not null && message.Device != _device))
        {
            return false;
        }

        if (message.Device is null)
        {
            Ignore("a device whose name cannot be");
            return false;
        }

        if (!_devices.TryGet(message, out DeviceTimeline? timeline, out DeviceTimeline? freed))
        {
            LeaveOut(message);
            return false;
        }

        if (freed is not null && BitOperations.IsPow2(++_freed))
        {
            _notices.NoLongerFollowed(freed.Device, message.Device);
        }

        Touched = timeline;
        if (message.Kind == MessageKind.Status)
        {
            timeline.SetStatus(message.Payload);
            return false;
        }

        // An empty state clears a retained state.
        return !(message.Kind == MessageKind.State && message.Payload.Length == 0) && TryAdd(timeline, message);
    }

    private bool TryAdd(DeviceTimeline timeline, in Message message)
    {
        bool isState = message.Kind == MessageKind.State;
        if (!timeline.TryAdd(message.Payload, message.Arrival, message.Steady, message.Retained, message.Delivery, isState, out BatchError why))
        {
            _telemetry?.DecodeFailed(timeline.Device);
            if (BitOperations.IsPow2(_counts.DecodeFailure()))
            {
                _notices.Ignored(timeline.Device, why.Message);
            }

            return false;
        }

        if (!isState)
        {
            _counts.Batch(message.Payload.Length);
            _telemetry?.Batch(timeline.Device, message, _output.Counts.Snapshot());
        }

        _gaps.Watch(timeline, message.Steady);
        return !isState;
    }

    // Its events are acknowledged and not delivered. That is a loss, and is counted as one.
    private void LeaveOut(in Message message)
    {
        _counts.Ignored();
        if (message.Kind == MessageKind.Events && BatchReader.TryRead(message.Payload, out Batch batch, out _) && !batch.IsState)
        {
            _output.Counts.Lost(batch.EventCount);
        }

        if (BitOperations.IsPow2(++_tooMany))
        {
            _notices.TooManyDevices(message.Device!);
        }
    }

    // The first, the second, the fourth, ...: a flood of them does not become a flood of notices.
    private void Ignore(string what)
    {
        if (BitOperations.IsPow2(_counts.Ignored()))
        {
            _notices.Ignored(what);
        }
    }
}
