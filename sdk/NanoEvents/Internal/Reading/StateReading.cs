using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace NanoEvents;

/// <summary>
/// Follows the present of devices. Messages are taken as fast as they come; a changed device waits in line once, however often it changes before it
/// is read.
/// </summary>
internal sealed class StateReading : IAsyncDisposable
{
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> _inLine = new(StringComparer.Ordinal);
    private readonly EventReading _reading;
    private readonly CancellationToken _stop;
    private Task _following = Task.CompletedTask;

    public StateReading(ReadingSettings settings, Notices notices, CancellationToken stop)
    {
        _stop = stop;
        _reading = new EventReading(settings, new ClientCounts(), new TimelineCounts(), notices, null, stop);
    }

    /// <summary>The wire below it.</summary>
    public EventReading Reading => _reading;

    public void Start()
    {
        _reading.Start();
        _following = Task.Run(FollowAsync);
    }

    public async ValueTask<DeviceState> NextAsync()
    {
        try
        {
            while (true)
            {
                string device = await _changed.Reader.ReadAsync(_stop).ConfigureAwait(false);
                lock (_inLine)
                {
                    _inLine.Remove(device);
                }

                // A device that is no longer followed has no state. One whose status was cleared has changed: it is neither online nor offline now.
                if (_reading.TryGetLastState(device, out DeviceState? state))
                {
                    return state;
                }
            }
        }
        catch (ChannelClosedException e) when (e.InnerException is { } why)
        {
            _stop.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(why);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _following.ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await _reading.ReceiveAsync().ConfigureAwait(false);
                Changed(_reading.Touched?.Device);
                while (_reading.TryTake(out Ready ready))
                {
                    if (ready.Token is { } due)
                    {
                        await _reading.AcknowledgeAsync(due).ConfigureAwait(false);
                    }
                    else
                    {
                        Changed(ready.Event.Device);
                    }
                }
            }
        }
        catch (Exception e)
        {
            _changed.Writer.TryComplete(e);
        }
    }

    private void Changed(string? device)
    {
        lock (_inLine)
        {
            if (device is not null && _inLine.Add(device))
            {
                _changed.Writer.TryWrite(device);
            }
        }
    }
}
