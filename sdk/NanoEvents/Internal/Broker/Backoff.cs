namespace NanoEvents;

/// <summary>How long to wait before the next attempt: twice as long each time up to a minute, and never in step with others.</summary>
internal sealed class Backoff(TimeSpan first, Random random)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);
    private readonly TimeSpan _first = first;
    private TimeSpan _next;

    public TimeSpan Next()
    {
        // Between 80 and 120 %: a broker that comes back is not met by all its clients at once.
        TimeSpan wait = _next > _first ? _next : _first;
        _next = wait * 2 < _longest ? wait * 2 : _longest;
        return wait * (0.8 + (0.4 * random.NextDouble()));
    }

    public void Reset() => _next = TimeSpan.Zero;
}
