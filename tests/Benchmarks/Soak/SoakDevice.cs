using System.Diagnostics;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Soak;

/// <summary>The firmware with one motion pin, which changes so many times a second.</summary>
internal sealed class SoakDevice : IDisposable
{
    private const string DeviceId = "soak";
    private const int StepMs = 10;

    private readonly PacedClock _clock = new(TimeProvider.System, 1);
    private readonly SimulatedDevice _device;
    private bool _level;

    public SoakDevice(Uri broker)
    {
        Settings settings = new() { DeviceId = DeviceId, DebounceMs = 0, HoldMs = 0, SettleMs = 0, MotionMaxPerMinute = 0, RingCapacityEvents = 4096 };
        Boot boot = new(1, BootCause.Unknown);
        _device = new SimulatedDevice(settings, boot, 0, 1, _clock, 1, new MqttLink(broker, settings, boot.Online), new Firmware.Backoff(100, 2000, 1));
        _device.Core.WallClock.Set(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), _clock.UptimeMs, 10);
        _device.StartPin(0, _level, 0);
        _device.Start();
    }

    /// <summary>So many were raised.</summary>
    public uint Raised => (uint)_device.Core.Ring.LastNumber;

    /// <summary>Whether the broker has all of them.</summary>
    public bool IsIdle => _device.Core.Publisher.IsIdle;

    /// <summary>Raises events at a rate for a time.</summary>
    public async Task RaiseAsync(int rate, TimeSpan time, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        uint before = Raised;
        for (TimeSpan passed = default; passed < time && !cancellation.IsCancellationRequested; passed = Stopwatch.GetElapsedTime(start))
        {
            for (long due = (long)(passed.TotalSeconds * rate) - (Raised - before); due > 0; due--)
            {
                _level = !_level;
                _device.SetPin(0, _level, (int)(_clock.UptimeMs / BatchFormat.TickMs));
            }

            await Task.Delay(StepMs, CancellationToken.None);
        }
    }

    public void Dispose() => _device.Dispose();
}
