using NanoEvents;

namespace Samples;

/// <summary>Motion starts a recording. It stops when it has been quiet for a while, and when the sensor cannot say whether it is.</summary>
public sealed class Doorbell(IEventClient client, string device, Action<string> start, Action<string> stop, TimeSpan quiet, TimeProvider time)
{
    private static readonly TimeSpan _tooOld = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private DateTimeOffset? _stillSince;
    private bool _isRecording;

    #region doorbell
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using ITimer eachSecond = time.CreateTimer(_ => LookAtThePresent(), null, _second, _second);
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(new EventFilter { Device = device, Kinds = [EventKind.Motion] }, cancellationToken))
            {
                // What a device has kept while it was offline says that somebody was there, not that somebody is.
                if (e.Moving == true && time.GetUtcNow() - e.Time < _tooOld)
                {
                    Start();
                }
                else if (e.Moving == false)
                {
                    BecomeQuiet();
                }
            }
        }
        finally
        {
            Stop("nobody listens any more");
        }
    }

    // No event says that events have stopped coming. The state does.
    private void LookAtThePresent()
    {
        if (!client.TryGetState(device, out DeviceState? state) || state.Online == false)
        {
            Stop("the device is offline");
        }
        else if (!(time.GetUtcNow() - state.LastSeen < state.StatePeriod * 2))
        {
            Stop("nothing has come for a while");
        }
        else if (QuietFor() >= quiet)
        {
            Stop("it is quiet");
        }
    }
    #endregion

    private void Start()
    {
        lock (_lock)
        {
            _stillSince = null;
            if (!_isRecording)
            {
                _isRecording = true;
                start("there is motion");
            }
        }
    }

    private void BecomeQuiet()
    {
        lock (_lock)
        {
            _stillSince = time.GetUtcNow();
        }
    }

    private TimeSpan? QuietFor()
    {
        lock (_lock)
        {
            return time.GetUtcNow() - _stillSince;
        }
    }

    private void Stop(string why)
    {
        lock (_lock)
        {
            if (_isRecording)
            {
                _isRecording = false;
                stop(why);
            }
        }
    }
}
