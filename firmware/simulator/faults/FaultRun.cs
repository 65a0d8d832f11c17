using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator.Faults;

/// <summary>
/// A fault script while a trace is played: does each line when the trace comes to its time, over all restarts of the device. Only the playing thread
/// uses it.
/// </summary>
public sealed class FaultRun : IPlayedFaults
{
    private const int EdgesATick = 100;
    private const int ChatterMs = 100;

    private readonly FaultScript _script;
    private readonly PriorityQueue<Action, (long AtMs, int Order)> _later = new();
    private readonly HashSet<int> _unplugged = [];
    private int _next;
    private int _order;
    private SimulatedDevice? _device;
    private IClock? _clock;
    private long _beganMs;
    private long _originTicks;
    private long _offsetMs;
    private bool _hasBegun;
    private bool _isCalm;
    private bool _isTold = true;

    /// <summary>A script of which nothing has been done.</summary>
    /// <exception cref="FaultScriptException">It names a sensor that the trace does not have.</exception>
    public FaultRun(FaultScript script, Trace trace, string name)
    {
        _script = script;
        foreach (FaultLine line in script.Lines)
        {
            CheckSensor(line, trace, name);
        }
    }

    /// <summary>Gets each line when it is executed.</summary>
    public event Action<FaultLine>? Doing;

    /// <summary>Executes lines that do not concern the device: those of the broker and the reader; null for a part without faults.</summary>
    public Action<FaultLine?>? Others { get; init; }

    /// <summary>Saves settings during a power cut.</summary>
    public Action? CutDuringSave { get; init; }

    /// <summary>Advances the time of the other parts with faults.</summary>
    public Action<long>? Moved { get; init; }

    /// <summary>When the next action of the other parts is due.</summary>
    public Func<long>? OthersNextMs { get; init; }

    /// <summary>The device's link, of this boot.</summary>
    public FaultyLink? Link { get; private set; }

    /// <inheritdoc/>
    public long? RestartTicks { get; private set; }

    /// <summary>The lines that have not been executed.</summary>
    public IEnumerable<FaultLine> NotDone => _script.Lines.Skip(_next);

    private long ScriptMs => _beganMs + (_clock?.UptimeMs ?? 0);

    /// <inheritdoc/>
    public ILink Wrap(ILink link)
    {
        Link = new FaultyLink(link, Link);
        return Link;
    }

    /// <inheritdoc/>
    public void Begin(SimulatedDevice device, IClock clock, long startTicks)
    {
        _originTicks = _hasBegun ? _originTicks : startTicks;
        _hasBegun = true;
        _beganMs = (startTicks - _originTicks) * BatchFormat.TickMs;
        RestartTicks = null;
        MoveTo(-1);
        (_device, _clock) = (device, clock);
        foreach (int thermometer in _unplugged)
        {
            device.Unplug(thermometer, true);
        }

        if (_isTold)
        {
            Tell(startTicks * BatchFormat.TickMs, 0);
        }
    }

    /// <inheritdoc/>
    public long NextUptimeMs()
    {
        long next = !_isCalm && _next < _script.Lines.Count ? _script.Lines[_next].AtMs : long.MaxValue;
        next = _later.TryPeek(out _, out (long AtMs, int) later) ? Math.Min(next, later.AtMs) : next;
        next = Math.Min(next, Math.Min(Link?.NextMs ?? long.MaxValue, OthersNextMs?.Invoke() ?? long.MaxValue));
        return next == long.MaxValue ? next : Math.Max(0, next - _beganMs);
    }

    /// <inheritdoc/>
    public void MoveTo(long uptimeMs)
    {
        long nowMs = _beganMs + uptimeMs;
        while (RestartTicks == null && TakeDue(nowMs) is { } due)
        {
            due();
        }

        Link?.MoveTo(nowMs);
        Moved?.Invoke(nowMs);
    }

    /// <inheritdoc/>
    public bool IsAtRest(SimulatedDevice device)
    {
        bool isOpen = device.Core.Connection.IsOpen;
        return Link is not { } link ? device.IsAtRest
            : isOpen == link.IsOpen && !link.IsClosing && (isOpen ? device.IsAtRest || link.IsHolding : link.IsDown);
    }

    /// <inheritdoc/>
    public void Calm()
    {
        _later.Clear();
        _isCalm = true;
        Others?.Invoke(null);
        Link?.BrokerIs(gone: false);
        Link?.Calm();
    }

    private Action? TakeDue(long nowMs)
    {
        long lineMs = !_isCalm && _next < _script.Lines.Count ? _script.Lines[_next].AtMs : long.MaxValue;
        if (_later.TryPeek(out Action? later, out (long AtMs, int) at) && at.AtMs <= nowMs && at.AtMs <= lineMs)
        {
            return _later.Dequeue();
        }

        if (lineMs > nowMs)
        {
            return null;
        }

        FaultLine line = _script.Lines[_next++];
        return () =>
        {
            Link?.MoveTo(line.AtMs);
            Moved?.Invoke(line.AtMs);
            Do(line);
        };
    }

    private void Do(FaultLine line)
    {
        Doing?.Invoke(line);
        if (FaultSyntax.Of(line.Verb).Place != FaultPlace.Device)
        {
            Others?.Invoke(line);
            return;
        }

        switch (line.Verb)
        {
            case FaultVerb.SettingsPowerCut when _device != null:
                CutDuringSave?.Invoke();
                PowerOff(line);
                break;
            case FaultVerb.DeviceRestart when _device != null:
                PowerOff(line);
                break;
            case FaultVerb.ClockSet:
                (_isTold, _offsetMs) = (true, line.Value);
                Tell((_originTicks * BatchFormat.TickMs) + ScriptMs, _clock?.UptimeMs ?? 0);
                break;
            case FaultVerb.ClockNever:
                _isTold = false;
                break;
            case FaultVerb.Edges:
                Burst(line.AtMs, line.Value, line.Second);
                break;
            case FaultVerb.Chatter:
                Chatter(line.AtMs, line.AtMs + line.Value, line.Second);
                break;
            case FaultVerb.Unplug or FaultVerb.Plug:
                Unplug((int)line.Value, line.Verb == FaultVerb.Unplug);
                break;
            default:
                Link?.Apply(line);
                break;
        }
    }

    private void PowerOff(FaultLine line)
    {
        RestartTicks = _originTicks + ((line.AtMs + line.Value) / BatchFormat.TickMs);
        _device = null;
        _clock = null;
    }

    private void Tell(long trueMs, long uptimeMs) => _device?.Core.WallClock.Set(trueMs + _offsetMs, uptimeMs, 0);

    // At the last of these edges, all are written to the ring at once, faster than any network: events that do not fit are dropped.
    private void Burst(long atMs, long edges, int pin)
    {
        SimulatedDevice? device = _device;
        long ticks = (atMs - _beganMs) / BatchFormat.TickMs;
        Later(atMs + (edges * BatchFormat.TickMs / EdgesATick), () =>
        {
            if (device == null || device != _device)
            {
                return;
            }

            lock (device.Gate)
            {
                for (long i = 0; i < edges; i++)
                {
                    device.TogglePin(pin, (int)(ticks + (i / EdgesATick)));
                }
            }
        });
    }

    private void Chatter(long atMs, long untilMs, int pin)
    {
        _device?.TogglePin(pin, (int)((atMs - _beganMs) / BatchFormat.TickMs));
        if (atMs + ChatterMs <= untilMs)
        {
            Later(atMs + ChatterMs, () => Chatter(atMs + ChatterMs, untilMs, pin));
        }
    }

    private void Later(long atMs, Action action) => _later.Enqueue(action, (atMs, _order++));

    private void Unplug(int thermometer, bool isUnplugged)
    {
        _ = isUnplugged ? _unplugged.Add(thermometer) : _unplugged.Remove(thermometer);
        _device?.Unplug(thermometer, isUnplugged);
    }

    private static void CheckSensor(FaultLine line, Trace trace, string name)
    {
        bool isPin = line.Verb is FaultVerb.Edges or FaultVerb.Chatter;
        bool isThermometer = line.Verb is FaultVerb.Unplug or FaultVerb.Plug;
        SourceType type = isPin ? SourceType.MotionSensor : SourceType.Thermometer;
        long sensor = isPin ? line.Second : line.Value;
        int count = trace.Columns.Count(column => column.Type == type);
        if ((isPin || isThermometer) && sensor >= count)
        {
            string what = isPin ? "motion pin" : "thermometer";
            string most = count == 0 ? $"the trace has no {what}" : $"the {what}s of the trace are 0 to {count - 1}";
            throw new FaultScriptException($"{FaultScriptFile.Printable(name)} line {line.Number}: there is no {what} {sensor}: {most}");
        }
    }
}
