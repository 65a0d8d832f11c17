using System.Net;

namespace NanoEvents.Cli;

/// <summary>
/// Connections of which nobody has said yet whose they are. Where there are too many, the oldest of the address that has most of them makes room: who opens
/// thousands closes his own.
/// </summary>
internal sealed class UnnamedWires(int most)
{
    private readonly Lock _lock = new();
    private readonly List<BrokerWire> _wires = [];

    /// <summary>Takes one in.</summary>
    /// <returns>The one that makes room; null where there is room.</returns>
    public BrokerWire? Add(BrokerWire wire)
    {
        lock (_lock)
        {
            _wires.Add(wire);
            if (_wires.Count <= most)
            {
                return null;
            }

            IPAddress crowded = _wires.GroupBy(one => one.Peer).MaxBy(group => group.Count())!.Key;
            BrokerWire oldest = _wires.First(one => one.Peer.Equals(crowded));
            _wires.Remove(oldest);
            return oldest;
        }
    }

    /// <summary>It has a name now, or is gone.</summary>
    public void Remove(BrokerWire wire)
    {
        lock (_lock)
        {
            _wires.Remove(wire);
        }
    }
}
