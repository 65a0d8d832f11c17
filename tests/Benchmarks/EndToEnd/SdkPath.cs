using System.Diagnostics;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>The firmware on a simulated pin, and the SDK. A motion goes at once, whatever `publish.linger` says.</summary>
internal sealed class SdkPath : ILatencyPath
{
    private const string Device = "latency";

    private readonly PacedClock _clock = new(TimeProvider.System, 1);
    private readonly SimulatedDevice _device;
    private readonly EventClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<long> _arrived = new();
    private Task _reading = Task.CompletedTask;
    private bool _level;

    private SdkPath(Mosquitto broker)
    {
        Settings settings = new() { DeviceId = Device, DebounceMs = 0, HoldMs = 0, SettleMs = 0, MotionMaxPerMinute = 0, RingCapacityEvents = 512 };
        Boot boot = new(Random.Shared.Next(BatchFormat.BootMask), BootCause.Unknown);
        MqttLink link = new(new Uri(broker.Url), settings, boot.Online);
        _device = new SimulatedDevice(settings, boot, 0, 1, _clock, 1, link, new Firmware.Backoff(50, 500, 1));
        _client = new EventClient(broker.Url);
    }

    public string Name => "NanoEvents, from the pin to await foreach";

    public static async Task<ILatencyPath> OpenAsync(Mosquitto broker)
    {
        SdkPath path = new(broker);
        path._client.NoticeReceived += (_, e) => path.StartDevice(e.Notice.Kind);
        path._reading = path.ReadAsync();
        await path._ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await path.RestAsync();
        return path;
    }

    public Task<long> SendAsync()
    {
        _arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _level = !_level;
        _device.SetPin(0, _level, (int)(_clock.UptimeMs / BatchFormat.TickMs));
        return _arrived.Task;
    }

    public async Task RestAsync()
    {
        while (!_device.Core.Publisher.IsIdle)
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        await _client.DisposeAsync();
        _device.Dispose();
        _stop.Dispose();
    }

    private void StartDevice(NoticeKind kind)
    {
        if (kind == NoticeKind.Connected)
        {
            _device.StartPin(0, false, 0);
            _device.Start();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (NanoEvent e in _client.ReadAsync(cancellationToken: _stop.Token))
            {
                if (e.Kind == EventKind.Motion)
                {
                    _arrived.TrySetResult(Stopwatch.GetTimestamp());
                }
                else
                {
                    _ready.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }
}
