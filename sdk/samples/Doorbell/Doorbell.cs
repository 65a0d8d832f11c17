using NanoEvents;

namespace Samples;

/// <summary>Motion starts a recording; it stops when there has been none for a while.</summary>
public sealed class Doorbell(IEventClient client, Action start, Action stop, TimeSpan quiet, TimeProvider time)
{
    private static readonly TimeSpan _tooOld = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private bool _isRecording;

    #region doorbell
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using ITimer untilQuiet = time.CreateTimer(_ => Stop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await foreach (NanoEvent e in client.ReadAsync(new EventFilter { Kinds = [EventKind.Motion] }, cancellationToken))
        {
            // What a device has kept while it was offline says that somebody was there, not that somebody is.
            if (e.Moving == true && time.GetUtcNow() - e.Time < _tooOld)
            {
                untilQuiet.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                Start();
            }
            else if (e.Moving == false)
            {
                untilQuiet.Change(quiet, Timeout.InfiniteTimeSpan);
            }
        }
    }
    #endregion

    private void Start() => Turn(on: true, start);

    private void Stop() => Turn(on: false, stop);

    private void Turn(bool on, Action act)
    {
        lock (_lock)
        {
            if (_isRecording != on)
            {
                _isRecording = on;
                act();
            }
        }
    }
}
