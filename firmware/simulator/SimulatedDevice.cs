using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>
/// The firmware on a PC: the same core as on the board, with a thread that publishes, and pins and thermometers that the caller moves.
/// </summary>
public sealed class SimulatedDevice : IDisposable
{
    private readonly ILink _link;
    private readonly double _speed;
    private readonly Thread _publishing;
    private readonly bool[] _levels;
    private readonly bool[] _hasLevel;
    private readonly bool[] _unplugged;
    private volatile bool _stop;
    private bool _isAtRest;

    /// <summary>A device that is not running yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="boot">The id and the cause of this run.</param>
    /// <param name="thermometers">How many thermometers there are.</param>
    /// <param name="motionPins">How many motion pins there are.</param>
    /// <param name="clock">The device's time.</param>
    /// <param name="speed">How fast that time runs; infinity if the caller moves it.</param>
    /// <param name="link">The way to the broker; its time is the real one.</param>
    /// <param name="backoff">How long to wait between attempts to connect.</param>
    /// <param name="store">Where batches go while the broker is away; null for none.</param>
    public SimulatedDevice(
        Settings settings,
        Boot boot,
        int thermometers,
        int motionPins,
        IClock clock,
        double speed,
        ILink link,
        Backoff backoff,
        EventStore? store = null)
    {
        _link = link;
        _speed = speed;
        _unplugged = new bool[thermometers];
        PacedClock network = new(TimeProvider.System, 1);
        Core = new Device(settings, boot, thermometers, motionPins, clock, network, link, backoff, 0, store);
        _levels = new bool[Core.PinSensors.Length];
        _hasLevel = new bool[Core.PinSensors.Length];
        _publishing = new Thread(Publish) { IsBackground = true, Name = "publish" };
    }

    /// <summary>The firmware itself.</summary>
    public Device Core { get; }

    /// <summary>Set whenever the publisher has done something: there may be room in the ring again.</summary>
    public AutoResetEvent Progress { get; } = new(false);

    /// <summary>Held while the publisher does a step. A caller that holds it can move time and sensors together.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether the publisher has nothing to do before the time is moved or a sensor changes; under the gate.</summary>
    public bool IsAtRest => _isAtRest;

    /// <summary>Starts to publish.</summary>
    public void Start() => _publishing.Start();

    /// <summary>The level that a pin has at the start, with a sensor that has settled.</summary>
    public void StartPin(int source, bool level, int ticks)
    {
        _levels[source] = level;
        _hasLevel[source] = true;
        Core.PinSensors[source].Start(level, ticks, 0);
    }

    /// <summary>Sets a motion pin; an edge if it had the other level, and its start if it had none yet.</summary>
    public void SetPin(int source, bool level, int ticks)
    {
        if (!_hasLevel[source])
        {
            StartPin(source, level, ticks);
        }
        else if (_levels[source] != level)
        {
            _levels[source] = level;
            Core.PinSensors[source].OnEdge(level, ticks);
        }
    }

    /// <summary>A motion pin changes.</summary>
    public void TogglePin(int source, int ticks)
    {
        if (!_hasLevel[source])
        {
            StartPin(source, false, ticks);
        }

        SetPin(source, !_levels[source], ticks);
    }

    /// <summary>A thermometer is read, and may not answer (<see cref="TraceRow.NoAnswer"/>).</summary>
    public void SetTemperature(int source, int centiCelsius, int ticks)
    {
        if (_unplugged[source] || centiCelsius == TraceRow.NoAnswer)
        {
            Core.TemperatureSensors[source].OnFault(FaultReason.NoAnswer, ticks);
        }
        else
        {
            Core.TemperatureSensors[source].OnReading(centiCelsius, ticks);
        }
    }

    /// <summary>Another quantity is read, and may not answer. If a thermometer measures it, only the thermometer reports that.</summary>
    public void SetValue(EventKind kind, int source, int value, int ticks)
    {
        MeasurementSensor? sensor = Core.MeasurementSensors.FirstOrDefault(s => s.Quantity.Kind == kind && s.Source == source);
        if (sensor is not null && value != TraceRow.NoAnswer)
        {
            sensor.OnReading(value, ticks);
        }
        else if (sensor is { Quantity.Names: not null })
        {
            sensor.OnFault(FaultReason.NoAnswer, ticks);
        }
    }

    /// <summary>A thermometer stops answering, or answers again.</summary>
    public void Unplug(int source, bool isUnplugged) => _unplugged[source] = isUnplugged;

    /// <summary>Wakes the publisher: the time has been moved, or a sensor has changed.</summary>
    public void Touch()
    {
        lock (Gate)
        {
            _isAtRest = false;
        }

        Core.Wake.Set();
    }

    /// <summary>Stops publishing. Unacknowledged events are lost, as in a power cut.</summary>
    public void Dispose()
    {
        _stop = true;
        Core.Wake.Set();
        if (_publishing.IsAlive)
        {
            _publishing.Join();
        }

        (_link as IDisposable)?.Dispose();
    }

    private void Publish()
    {
        while (!_stop)
        {
            // The caller that moves the time also wakes the device.
            int deviceMs;
            lock (Gate)
            {
                deviceMs = Core.Step();
                _isAtRest = Core.Connection.IsReady && deviceMs > 0;
            }

            double waitMs = double.IsInfinity(_speed) && deviceMs > 0 ? int.MaxValue : deviceMs / _speed;
            Progress.Set();
            Core.Wake.WaitOne((int)Math.Min(Math.Ceiling(waitMs), Core.Connection.WaitMs));
        }
    }
}
