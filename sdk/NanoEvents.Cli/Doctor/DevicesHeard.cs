using System.Buffers;
using System.Text;
using MQTTnet;

namespace NanoEvents.Cli.Doctor;

/// <summary>What the devices have said while we listened.</summary>
internal sealed class DevicesHeard
{
    private const int MaxDevices = 1000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, DeviceHeard> _devices = new(StringComparer.Ordinal);

    /// <summary>Takes a message of a topic such as nanoevents/hall/state. Comes on any thread.</summary>
    public void Take(MqttApplicationMessage message, DateTimeOffset arrived)
    {
        string[] parts = message.Topic.Split('/');
        if (parts.Length != 3)
        {
            return;
        }

        byte[] payload = message.Payload.Slice(0, Math.Min(message.Payload.Length, 2048)).ToArray();
        lock (_lock)
        {
            if (!_devices.TryGetValue(parts[1], out DeviceHeard? device) && _devices.Count < MaxDevices)
            {
                _devices[parts[1]] = device = new DeviceHeard(parts[1]);
            }

            if (parts[2] == "status")
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
    public IEnumerable<Finding> Findings(TimeSpan listened)
    {
        lock (_lock)
        {
            return _devices.Count > 0
                ? [.. _devices.Values.SelectMany(device => device.Findings())]
                : [
                    Finding.Warning(
                        "devices",
                        $"no device has sent anything in {listened.TotalSeconds:0} s",
                        "give the device this broker's address, user and password (`nanoevents configure`); `nanoevents simulate` tries the way without a board; or let this user read nanoevents/#: Mosquitto does not say where it keeps something back"),
                ];
        }
    }
}
