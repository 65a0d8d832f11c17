namespace NanoEvents;

/// <summary>The present value of one source, updated by events.</summary>
internal struct SourceSlot(SourceType type, int source)
{
    public string? Name;

    // A temperature or a motion comes with nearly every event, so it is kept without an object.
    private Dated _dated;
    private int _value;

    // The list of other readings, or a condition of your own: a source has one of them at most.
    private object? _more;

    // The reason of a fault and 1; 0 for none. What it is about.
    private ushort _fault;
    private byte _faultOf;
    private bool _hasValue;
    private readonly byte _source = (byte)source;
    private readonly byte _type = (byte)type;

    public readonly SourceType Type => (SourceType)_type;

    public readonly int Source => _source;

    private readonly List<Reading> Others => _more as List<Reading> ?? [];

    public readonly bool IsEmpty => Name is null && !_hasValue && _fault == 0 && _more is null;

    public void ForgetValue() => this = new SourceSlot(Type, _source) { Name = Name };

    /// <summary>Updates the present value with an event of the source.</summary>
    public void Take(in NanoEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Motion:
                Set(e.Moving == true ? 1 : 0, e.Dated);
                break;
            case EventKind.Fault:
                TakeFault(e);
                break;
            default:
                if (e.On is { } on)
                {
                    _more = e.Condition;
                    Set(on ? 1 : 0, e.Dated);
                }
                else if (e.Measurement is { } measurement)
                {
                    Set(measurement, e.RawValue, e.Dated);
                }

                break;
        }
    }

    public readonly SourceState Show() => new()
    {
        Type = Type,
        Source = _source,
        Name = Name,
        Readings = Readings(),
        Moving = _hasValue && Type == SourceType.MotionSensor ? _value != 0 : null,
        Condition = _more as Condition,
        On = _more is Condition ? _value != 0 : null,
        Time = _dated.Time,
        Clock = _dated.Quality,
        Fault = _fault == 0 ? null : NanoEvent.ReasonText(_fault - 1),
    };

    // A hygrometer may be at fault, and its thermometer not: each ends its own.
    private void TakeFault(in NanoEvent e)
    {
        if (e.Began == true)
        {
            _fault = (ushort)(e.RawReason + 1);
            _faultOf = (byte)e.About;
        }
        else if (_faultOf == (byte)e.About)
        {
            _fault = 0;
        }
    }

    private static Reading Read(Measurement measurement, int raw, Dated dated) => new(measurement, measurement.FromRaw(raw), dated.Time, dated.Quality);

    private readonly IReadOnlyList<Reading> Readings() =>
        _hasValue && Type == SourceType.Thermometer ? [Read(Measurement.Temperature, _value, _dated), .. Others] : [.. Others];

    private void Set(Measurement measurement, int raw, Dated dated)
    {
        if (measurement == Measurement.Temperature)
        {
            Set(raw, dated);
        }
        else
        {
            Put(Read(measurement, raw, dated));
        }
    }

    private void Put(Reading reading)
    {
        List<Reading> others = _more as List<Reading> ?? [];
        _more = others;
        int place = others.FindIndex(r => r.Measurement == reading.Measurement);
        if (place < 0)
        {
            others.Add(reading);
        }
        else
        {
            others[place] = reading;
        }
    }

    /// <summary>Sets the temperature or the motion.</summary>
    public void Set(int value, Dated dated)
    {
        _value = value;
        _dated = dated;
        _hasValue = true;
    }
}
