using System.Buffers;
using System.Text;
using MQTTnet;

namespace NanoEvents.Cli.Doctor;

/// <summary>The messages of the devices during the visit.</summary>
/// <param name="prefix">The topic levels before nanoevents; null for none.</param>
internal sealed class DevicesHeard(string? prefix = null)
{
    private const int MaxDevices = 1000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, DeviceHeard> _devices = new(StringComparer.Ordinal);

    /// <summary>Takes a message of a topic such as nanoevents/hall/state. Comes on any thread.</summary>
    public void Take(MqttApplicationMessage message, DateTimeOffset arrived)
    {
        MessageKind kind = Topics.Parse(message.Topic, out string? name, prefix);
        if (kind == MessageKind.Other || name == null)
        {
            return;
        }

        byte[] payload = message.Payload.Slice(0, Math.Min(message.Payload.Length, 2048)).ToArray();
        lock (_lock)
        {
            if (!_devices.TryGetValue(name, out DeviceHeard? device) && _devices.Count < MaxDevices)
            {
                _devices[name] = device = new DeviceHeard(name);
            }

            if (kind == MessageKind.Status)
            {
                device?.TakeStatus(Encoding.UTF8.GetString(payload));
            }
            else
            {
                device?.TakeBatch(payload, message.Retain, arrived);
            }
        }
    }

    /// <summary>What follows from it.</summary>
    /// <param name="listened">How long the command has listened.</param>
    /// <param name="retains">Whether the broker retains messages of devices.</param>
    public IEnumerable<Finding> Findings(TimeSpan listened, bool retains = true)
    {
        lock (_lock)
        {
            return _devices.Count > 0
                ? [.. _devices.Values.SelectMany(device => device.Findings(retains))]
                : [Nobody(listened, retains)];
        }
    }

    private static Finding Nobody(TimeSpan listened, bool retains)
    {
        string text = $"no device has sent anything in {listened.TotalSeconds:0} s";
        return retains
            ? Finding.Warning("devices", text, "give the device this broker's address, user and password (`nanoevents configure`); `nanoevents simulate` tries the way without a board; or let this user read nanoevents/#: Mosquitto does not say where it keeps something back")
            : Finding.Warning("devices", $"{text}, and this broker keeps nothing of what was said before", "listen for longer than the devices' state.period, by default 5 minutes: --wait 310");
    }
}
