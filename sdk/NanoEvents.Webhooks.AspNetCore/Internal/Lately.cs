namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>Whether a counter has grown in the last five minutes, however often it is asked.</summary>
internal sealed class Lately(TimeProvider time)
{
    private static readonly TimeSpan _late = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private long _count;
    private DateTimeOffset? _seen;

    public bool Has(long count)
    {
        using (_lock.EnterScope())
        {
            DateTimeOffset now = time.GetUtcNow();
            _seen = count > _count ? now : _seen;
            _count = count;
            return now - _seen <= _late;
        }
    }
}
