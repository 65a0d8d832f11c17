namespace NanoEvents.Redis;

/// <summary>
/// How long to wait for new entries. Redis could hold the answer back until something comes, but then all other commands of the connection would wait, too.
/// </summary>
internal sealed class Polling(TimeProvider time)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(200);
    private TimeSpan _wait = _shortest;

    public void Reset() => _wait = _shortest;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_wait, time, cancellationToken).ConfigureAwait(false);
        _wait = _wait * 2 < _longest ? _wait * 2 : _longest;
    }
}
