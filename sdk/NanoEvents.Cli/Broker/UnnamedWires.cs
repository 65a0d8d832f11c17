using System.Net;

namespace NanoEvents.Cli;

/// <summary>
/// How many connections may be open that have not logged in yet. If there are too many, the oldest connection of the address with the most of them is
/// closed. So a client that opens thousands closes its own.
/// </summary>
internal sealed class UnnamedWires(int most)
{
    private readonly Lock _lock = new();
    private readonly List<BrokerWire> _wires = [];

    /// <summary>Takes one in.</summary>
    /// <returns>The connection to close; null if there is room.</returns>
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

    /// <summary>The connection has logged in, or is closed.</summary>
    public void Remove(BrokerWire wire)
    {
        lock (_lock)
        {
            _wires.Remove(wire);
        }
    }
}
