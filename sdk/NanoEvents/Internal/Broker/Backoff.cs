namespace NanoEvents;

/// <summary>How long to wait before the next attempt: twice as long each time, up to a minute or what is given, with a random part.</summary>
internal sealed class Backoff(TimeSpan first, Random random, TimeSpan? longest = null)
{
    private readonly TimeSpan _longest = longest ?? TimeSpan.FromMinutes(1);
    private readonly TimeSpan _first = first;
    private TimeSpan _next;

    public TimeSpan Next()
    {
        // Between 80 and 120 %, so that not all clients reconnect at once when a broker comes back.
        TimeSpan wait = _next > _first ? _next : _first;
        _next = wait * 2 < _longest ? wait * 2 : _longest;
        return wait * (0.8 + (0.4 * random.NextDouble()));
    }

    public void Reset() => _next = TimeSpan.Zero;
}
