namespace NanoEvents.HomeAssistant;

/// <summary>What Home Assistant has been told of all devices. Any thread may call it.</summary>
/// <param name="options">How devices are shown.</param>
/// <param name="topics">Where.</param>
internal sealed class HouseBoard(HomeAssistantOptions options, HomeAssistantTopics topics)
{
    private readonly Lock _lock = new();
    private readonly Payloads _payloads = new(options);
    private readonly Dictionary<string, DeviceBoard> _devices = new(StringComparer.Ordinal);

    // Entities of earlier runs, of devices that have not been heard of yet.
    private readonly Dictionary<string, HashSet<EntityKey>> _found = new(StringComparer.Ordinal);
    private readonly List<Publication> _removals = [];

    // Devices that were removed while the broker may have been away.
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);

    /// <summary>How many devices have entities in Home Assistant.</summary>
    public int Devices
    {
        get
        {
            lock (_lock)
            {
                return _devices.Values.Count(device => device.Count > 0);
            }
        }
    }

    /// <summary>How many entities Home Assistant has.</summary>
    public int Entities
    {
        get
        {
            lock (_lock)
            {
                return _devices.Values.Sum(device => device.Count);
            }
        }
    }

    /// <summary>A device has changed.</summary>
    public void Take(DeviceState state, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(state.Device, out DeviceBoard? device))
            {
                string node = HomeAssistantTopics.NodeOf(state.Device);
                _gone.Remove(node);
                _devices.Add(state.Device, device = new DeviceBoard(node, now));
                if (_found.Remove(node, out HashSet<EntityKey>? found))
                {
                    found.ToList().ForEach(device.Found);
                }
            }

            device.Take(state);
        }
    }

    /// <summary>A device has been removed: what it has retained at the broker was cleared.</summary>
    public void Remove(string name)
    {
        lock (_lock)
        {
            string node = HomeAssistantTopics.NodeOf(name);
            if (_devices.Remove(name, out DeviceBoard? device))
            {
                _removals.AddRange(device.Remove(topics));
                _gone.Add(node);
            }

            if (_found.Remove(node, out HashSet<EntityKey>? found))
            {
                _removals.AddRange(found.Select(key => new Publication(topics.DiscoveryOf(node, key), "", true)));
            }
        }
    }

    /// <summary>The broker has retained an entity of ours.</summary>
    public void Found(string topic)
    {
        lock (_lock)
        {
            if (!topics.TryParse(topic, out string node, out EntityKey key))
            {
                return;
            }

            if (_gone.Contains(node))
            {
                _removals.Add(new Publication(topic, "", true));
            }
            else if (_devices.FirstOrDefault(device => HomeAssistantTopics.NodeOf(device.Key) == node).Value is { } known)
            {
                known.Found(key);
            }
            else if (_found.TryGetValue(node, out HashSet<EntityKey>? found))
            {
                found.Add(key);
            }
            else if (_found.Count < options.MaxEntities)
            {
                _found.Add(node, [key]);
            }
        }
    }

    /// <summary>The devices' messages arrive again.</summary>
    public void Heard(DateTimeOffset now) => ForEach(device => device.Heard(now));

    /// <summary>Home Assistant has started, or its broker is back: everything is said again.</summary>
    public void Forgotten() => ForEach(device => device.Forgotten());

    /// <summary>The devices that are followed.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _devices.Keys];
            }
        }
    }

    /// <summary>What is due now, in order.</summary>
    public IReadOnlyList<Publication> Due(DateTimeOffset now)
    {
        lock (_lock)
        {
            List<Publication> due = [.. _removals];
            _removals.Clear();
            int room = options.MaxEntities - _devices.Values.Sum(device => device.Count);
            foreach (DeviceBoard device in _devices.Values)
            {
                int before = device.Count;
                due.AddRange(device.Due(now, options, topics, _payloads, Math.Max(0, room)));
                room -= device.Count - before;
            }

            return due;
        }
    }

    private void ForEach(Action<DeviceBoard> act)
    {
        lock (_lock)
        {
            foreach (DeviceBoard device in _devices.Values)
            {
                act(device);
            }
        }
    }
}
