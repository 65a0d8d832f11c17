using System.Collections.Concurrent;
using System.Security.Cryptography;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Faults.Tests;

/// <summary>A simulated device with one motion pin and a real connection; its state comes every half second, so that a lost tail is noticed soon.</summary>
internal sealed class LiveDevice : IDisposable
{
    private readonly SimulatedDevice _device;
    private readonly PacedClock _clock = new(TimeProvider.System, 1);
    private bool _level;

    public LiveDevice(int port, int capacityEvents = 4096, string prefix = "")
    {
        Settings settings = Settings();
        settings.BrokerPrefix = prefix;
        settings.RingCapacityEvents = capacityEvents;
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), BootCause.Unknown);
        MqttLink link = new(new Uri($"mqtt://127.0.0.1:{port}"), settings, boot.Online);
        link.Refused += why => Refusals.Enqueue(why);
        _device = new SimulatedDevice(settings, boot, 0, 1, _clock, 1, link, new Firmware.Backoff(50, 500, 1));
        _device.StartPin(0, false, 0);
        _device.Start();
    }

    public uint Raised => (uint)_device.Core.Ring.LastNumber;

    /// <summary>What the broker has refused.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>How many events a batch may have now.</summary>
    public int MaxEvents => _device.Core.Publisher.Size.MaxEvents;

    public bool IsIdle => _device.Core.Publisher.IsIdle;

    public static Settings Settings() =>
        new() { DeviceId = "live", DebounceMs = 0, HoldMs = 0, SettleMs = 0, MotionMaxPerMinute = 0, StateMs = 500, LingerMs = 100 };

    public void Raise(int edges)
    {
        for (int i = 0; i < edges; i++)
        {
            _level = !_level;
            _device.SetPin(0, _level, (int)(_clock.UptimeMs / BatchFormat.TickMs));
        }
    }

    /// <summary>Raises so many, a few at a time.</summary>
    public async Task RaiseSlowlyAsync(int edges)
    {
        for (int i = 0; i < edges; i += 5)
        {
            Raise(5);
            await Task.Delay(5);
        }
    }

    public Task WaitUntilIdleAsync() => Eventually.TrueAsync(() => IsIdle, "everything is acknowledged");

    public void Dispose() => _device.Dispose();
}
