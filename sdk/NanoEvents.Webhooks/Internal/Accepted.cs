using NanoEvents.Bridge;

namespace NanoEvents.Webhooks;

/// <summary>What the receiver has taken since this program began. After a failure the bridge gives these events again, and they are not sent again.</summary>
internal sealed class Accepted
{
    private readonly Lock _lock = new();
    private readonly MarkTable _marks = new();
    private TargetRecords _before = new([]);

    /// <summary>The bridge begins again: what it gives now may be here already.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _before = new TargetRecords(_marks.All);
        }
    }

    public void Add(IReadOnlyList<NanoEvent> events)
    {
        lock (_lock)
        {
            _marks.Set(events);
        }
    }

    /// <summary>Those of these events that the receiver does not have; of a loss that it has in part, the rest.</summary>
    public IEnumerable<NanoEvent> Missing(IEnumerable<NanoEvent> events)
    {
        foreach (NanoEvent each in events)
        {
            NanoEvent e = each;
            if (!_before.Has(ref e))
            {
                yield return e;
            }
        }
    }
}
