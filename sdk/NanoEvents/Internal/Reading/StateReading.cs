using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace NanoEvents;

/// <summary>
/// Follows the present of devices. Messages are taken as fast as they come; a changed device waits in line once, however often it changes before it
/// is read.
/// </summary>
internal sealed class StateReading : IReading<DeviceState>
{
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> _inLine = new(StringComparer.Ordinal);
    private readonly EventReading _reading;
    private readonly CancellationTokenSource _ending;
    private Task _following = Task.CompletedTask;

    public StateReading(ReadingSettings settings, Notices notices, CancellationToken stop)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _reading = new EventReading(settings, new ClientCounts(), new TimelineCounts(), notices, null, _ending.Token) { Touched = Changed };
    }

    /// <inheritdoc/>
    public EventReading Wire => _reading;

    /// <inheritdoc/>
    public void Start()
    {
        _reading.Start();
        _following = Task.Run(FollowAsync);
    }

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out DeviceState? state)
    {
        while (_changed.Reader.TryRead(out string? device))
        {
            lock (_inLine)
            {
                _inLine.Remove(device);
            }

            // A device that is no longer followed has no state. One whose status was cleared has changed: it is neither online nor offline now.
            if (_reading.TryGetLastState(device, out state))
            {
                return true;
            }
        }

        state = null;
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _changed.Reader.WaitToReadAsync(_ending.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A cancellation first, whatever has ended the following.
            _ending.Token.ThrowIfCancellationRequested();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                while (_reading.TryTake(out NanoEvent e))
                {
                    Changed(e.Device);
                }

                await _reading.AdvanceAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            _changed.Writer.TryComplete(e);
        }
    }

    private void Changed(string device)
    {
        lock (_inLine)
        {
            if (_inLine.Add(device))
            {
                _changed.Writer.TryWrite(device);
            }
        }
    }
}
