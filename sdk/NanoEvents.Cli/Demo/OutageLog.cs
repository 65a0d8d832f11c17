using NanoEvents.Cli.Screen;

namespace NanoEvents.Cli.Demo;

/// <summary>When the broker was away, and how many events the device kept meanwhile. One thread writes, another one shows it.</summary>
internal sealed class OutageLog
{
    private readonly Lock _lock = new();
    private readonly List<Outage> _over = [];
    private DateTimeOffset? _awaySince;

    /// <summary>Takes whether the broker is there, the time of the trace, and how many events the device keeps.</summary>
    public void Note(bool isOn, DateTimeOffset at, int kept)
    {
        lock (_lock)
        {
            if (!isOn)
            {
                _awaySince ??= at;
            }
            else if (_awaySince is { } since)
            {
                _over.Add(new Outage(since, at, kept));
                _awaySince = null;
            }
        }
    }

    /// <summary>Since when the broker is away, if it is, and the outages that are over.</summary>
    public (DateTimeOffset? AwaySince, IReadOnlyList<Outage> Over) Read()
    {
        lock (_lock)
        {
            return (_awaySince, [.. _over]);
        }
    }
}
