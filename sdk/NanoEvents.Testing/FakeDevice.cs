using NanoEvents.Protocol;

namespace NanoEvents.Testing;

/// <summary>
/// A device of a <see cref="FakeEventClient"/>: each call makes something happen at the device now, by the client's clock. Its clock is synchronized
/// unless <see cref="ClockIsSet"/> says otherwise.
/// </summary>
public sealed class FakeDevice
{
    private const int FirstBoot = 1;
    private static readonly TimeSpan _upSince = TimeSpan.FromMinutes(1);

    private readonly BatchWriter _writer = new();
    private readonly Dictionary<(SourceType Type, int Source), string> _names = [];
    private readonly Dictionary<(SourceType Type, int Source, EventKind Kind), (int Word, int Ticks, int Value)> _present = [];
    private readonly EventKinds _kinds = new();
    private readonly TimeProvider _time;
    private readonly DeviceTimeline _timeline;
    private readonly Action<IEnumerable<NanoEvent>> _into;
    private readonly TimelineOutput _output;
    private DateTimeOffset _started;
    private int _boot = FirstBoot;
    private uint _next = 1;
    private uint _overflow;

    internal FakeDevice(string name, TimeProvider time, TimelineCounts counts, Action<IEnumerable<NanoEvent>> into)
    {
        Name = name;
        _time = time;
        _into = into;
        _output = new TimelineOutput(counts) { Kinds = _kinds };
        _started = time.GetUtcNow() - _upSince;

        // The first batch begins at 1, because users do not test what a new reader cannot know about an older device.
        _timeline = new DeviceTimeline(name, TimeSpan.Zero, new Checkpoint(name, FirstBoot, 0), _output);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether its clock has been set; otherwise the times of its events are estimated.</summary>
    public bool ClockIsSet { get; set; } = true;

    internal int Changes { get; private set; }

    /// <summary>A thermometer shows a new value.</summary>
    /// <param name="celsius">The value, in °C.</param>
    /// <param name="source">Which thermometer.</param>
    public FakeDevice Temperature(double celsius, int source = 0) => Measure(Measurement.Temperature, celsius, source);

    /// <summary>A sensor measures another value.</summary>
    /// <param name="measurement">What it measures.</param>
    /// <param name="value">The value, in the measurement's unit.</param>
    /// <param name="source">Which thermometer.</param>
    public FakeDevice Measure(Measurement measurement, double value, int source = 0)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        _kinds.TryAdd(measurement);
        int word = EventWord.Pack(measurement.Kind, Checked(source), false, 0);
        int raw = Raw(measurement, value);
        _present[(SourceType.Thermometer, source, measurement.Kind)] = (word, UptimeLow(), raw);
        return Raise(word, raw);
    }

    /// <summary>A temperature crosses a limit.</summary>
    /// <param name="celsius">The temperature, in °C.</param>
    /// <param name="limit">The limit, in °C.</param>
    /// <param name="entered">Whether the temperature goes beyond the limit or comes back.</param>
    /// <param name="side">The upper limit or the lower one.</param>
    /// <param name="source">Which thermometer.</param>
    public FakeDevice Threshold(double celsius, double limit, bool entered = true, ThresholdSide side = ThresholdSide.High, int source = 0)
    {
        int word = EventWord.Pack(EventKind.Threshold, Checked(source), entered, (int)side);
        int raw = Raw(Measurement.Temperature, celsius);
        _present[(SourceType.Thermometer, source, EventKind.Temperature)] = (EventWord.Pack(EventKind.Temperature, source, false, 0), UptimeLow(), raw);
        return Raise(word, EventWord.PackThreshold(raw, Raw(Measurement.Temperature, limit)));
    }

    /// <summary>Motion begins or ends.</summary>
    /// <param name="moving">Whether there is motion now.</param>
    /// <param name="source">Which motion sensor.</param>
    public FakeDevice Motion(bool moving, int source = 0)
    {
        int word = EventWord.Pack(EventKind.Motion, Checked(source), moving, 0);
        _present[(SourceType.MotionSensor, source, EventKind.Motion)] = (word, UptimeLow(), 0);
        return Raise(word, 0);
    }

    /// <summary>A motion sensor has changed too often.</summary>
    /// <param name="count">How often.</param>
    /// <param name="during">From the first change to the last, which is now; to 10 ms, at most 11 hours.</param>
    /// <param name="source">Which motion sensor.</param>
    public FakeDevice Chatter(int count, TimeSpan during, int source = 0) =>
        Raise(EventWord.Pack(EventKind.Chatter, Checked(source), false, Span(during)), count);

    /// <summary>A thermometer stops answering, or answers again.</summary>
    /// <param name="began">Whether the fault begins or ends.</param>
    /// <param name="source">Which thermometer.</param>
    public FakeDevice Fault(bool began, int source = 0) =>
        Raise(EventWord.Pack(EventKind.Fault, Checked(source), began, (int)FaultReason.NoAnswer), 0);

    /// <summary>Events happen and are lost. The reader reports the loss with the next event.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cause">Dropped by the device's full ring, or lost between broker and reader. For a restart see <see cref="Restart"/>.</param>
    public FakeDevice Lose(int count, LossCause cause = LossCause.Overflow)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (cause == LossCause.Restart)
        {
            throw new ArgumentException("how much a restart loses is not known: use Restart()", nameof(cause));
        }

        if (cause == LossCause.Refused)
        {
            throw new ArgumentException("a device does not lose what a bridge's target refuses", nameof(cause));
        }

        _next += (uint)count;
        _overflow = cause == LossCause.Overflow ? _overflow + (uint)count : 0;
        return this;
    }

    /// <summary>The device restarts: the events in its memory are lost, and its numbers begin at 1 again.</summary>
    public FakeDevice Restart()
    {
        _boot++;
        _next = 1;
        _overflow = 0;
        _present.Clear();
        _started = _time.GetUtcNow();
        Begin(isState: false);
        _writer.BeginField(BatchFormat.FieldBoot, false);
        _writer.PutByte((int)BootCause.Requested);
        _writer.EndField(false);
        _writer.EndFields();
        return End();
    }

    /// <summary>Gives a source a name, which later events have.</summary>
    /// <param name="type">What the source is.</param>
    /// <param name="source">Its number.</param>
    /// <param name="name">At most 24 bytes of UTF-8.</param>
    public FakeDevice Named(SourceType type, int source, string name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(System.Text.Encoding.UTF8.GetByteCount(name), BatchFormat.MaxNameBytes, nameof(name));
        _names[(type, Checked(source))] = name;
        Begin(isState: true);
        _writer.BeginField(BatchFormat.FieldNames, true);
        foreach (((SourceType Type, int Source) key, string text) in _names)
        {
            PutName(key.Type, key.Source, text);
        }

        _writer.EndField(true);
        _writer.EndFields();
        foreach ((int word, int ticks, int shown) in _present.Values)
        {
            _writer.PutEvent(word, ticks, shown);
        }

        return End();
    }

    /// <summary>The device disconnects or comes back: <see cref="DeviceState.Online"/> changes.</summary>
    /// <param name="online">Whether it is connected.</param>
    public FakeDevice Online(bool online)
    {
        _timeline.SetStatus(online ? "online"u8 : "offline"u8);
        Tell();
        return this;
    }

    /// <summary>
    /// Clears the retained messages of the device, as <c>nanoevents forget</c> does. The device is not in the list until it sends something.
    /// </summary>
    public FakeDevice Forget()
    {
        _timeline.SetStatus([]);
        Tell();
        return this;
    }

    internal bool IsGone => _timeline.IsGone;

    internal DeviceState GetState() => _timeline.GetState();

    private static int Checked(int source)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(source);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(source, BatchFormat.MaxSources);
        return source;
    }

    private static int Raw(Measurement measurement, double value) =>
        value >= measurement.Minimum && value <= measurement.Maximum && measurement.TryToRaw((decimal)value, out int raw)
            ? raw
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"a device sends a {measurement} of {measurement.Minimum} to {measurement.Maximum} {measurement.Unit}");

    private static int Span(TimeSpan during)
    {
        long ticks = (long)during.TotalMilliseconds / BatchFormat.TickMs;
        ArgumentOutOfRangeException.ThrowIfNegative(ticks, nameof(during));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ticks, EventWord.MaxDetail, nameof(during));
        return (int)ticks;
    }

    private FakeDevice Raise(int word, int value)
    {
        Begin(isState: false);
        if (_overflow > 0)
        {
            _writer.BeginField(BatchFormat.FieldOverflow, false);
            _writer.PutVarint(_overflow);
            _writer.EndField(false);
        }

        _writer.EndFields();
        _writer.PutEvent(word, UptimeLow(), value);
        _next++;
        _overflow = 0;
        return End();
    }

    private void Begin(bool isState)
    {
        _writer.Begin(_boot, unchecked((int)_next), Uptime(), isState);
        if (ClockIsSet)
        {
            _writer.PutAnchor((_started - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / BatchFormat.TickMs, 0);
        }
    }

    private FakeDevice End()
    {
        int length = _writer.End();
        DateTimeOffset now = _time.GetUtcNow();
        if (!_timeline.TryAdd(_writer.Buffer.AsMemory(0, length).ToArray(), now, retained: false, out BatchError why))
        {
            throw new InvalidOperationException(why.Message);
        }

        _timeline.Expire(now);
        Tell();
        return this;
    }

    private long Uptime() => (long)Math.Max(0, (_time.GetUtcNow() - _started).TotalMilliseconds) / BatchFormat.TickMs;

    private int UptimeLow() => unchecked((int)Uptime());

    private void PutName(SourceType type, int source, string name)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(name);
        _writer.PutByte((int)type);
        _writer.PutByte(source);
        _writer.PutByte(utf8.Length);
        foreach (byte b in utf8)
        {
            _writer.PutByte(b);
        }
    }

    private void Tell()
    {
        Changes++;
        var events = new List<NanoEvent>();
        while (_timeline.TryTake(out NanoEvent e))
        {
            events.Add(e);
        }

        _into(events);
    }
}
