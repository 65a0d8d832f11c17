namespace NanoEvents.Cli;

/// <summary>The connection of each client that may come in, by client id. A client has one connection: the next one begins when the one before it has ended.</summary>
internal sealed class ClientWires
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BrokerWire> _wires = [];

    /// <summary>Lets a client in. Ends its older connection first, and waits until everything of it is over.</summary>
    public async Task TakeInAsync(BrokerWire wire, CancellationToken cancellation)
    {
        BrokerWire? older;
        lock (_lock)
        {
            _wires.TryGetValue(wire.ClientId, out older);
            _wires[wire.ClientId] = wire;
        }

        if (older != null)
        {
            await older.GiveWayAsync();
            await older.Ended.WaitAsync(cancellation);
        }
    }

    /// <summary>Closes a client's connection.</summary>
    public async Task CloseAsync(string clientId)
    {
        BrokerWire? wire;
        lock (_lock)
        {
            _wires.TryGetValue(clientId, out wire);
        }

        if (wire != null)
        {
            wire.Dispose();
            await wire.Ended;
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Remove(BrokerWire wire)
    {
        lock (_lock)
        {
            if (_wires.GetValueOrDefault(wire.ClientId) == wire)
            {
                _wires.Remove(wire.ClientId);
            }
        }
    }
}
