namespace NanoEvents;

/// <summary>The present value of one source, kept up by events.</summary>
internal struct SourceSlot
{
    public string? Name;
    private Dated _dated;
    private int _value;
    private int _fault;
    private bool _hasValue;
    private List<Measurement>? _measurements;

    public readonly bool IsEmpty => Name is null && !_hasValue && _fault == 0 && _measurements is null;

    public void ForgetValue() => this = new SourceSlot { Name = Name };

    public void Set(int value, Dated dated)
    {
        _value = value;
        _dated = dated;
        _hasValue = true;
    }

    public void SetFault(bool began, int reason) => _fault = began ? reason + 1 : 0;

    public void SetMeasurement(EventKind kind, int value, Dated dated)
    {
        _measurements ??= [];
        int place = 0;
        while (place < _measurements.Count && _measurements[place].Kind != kind)
        {
            place++;
        }

        var measurement = new Measurement(kind, value / 100.0, KindTable.Of(kind).Unit!, dated.Time, dated.Quality);
        if (place == _measurements.Count)
        {
            _measurements.Add(measurement);
        }

        _measurements[place] = measurement;
    }

    public readonly SourceState Show(SourceType type, int source) => new()
    {
        Type = type,
        Source = source,
        Name = Name,
        Celsius = _hasValue && type == SourceType.Thermometer ? _value / 100.0 : null,
        Moving = _hasValue && type == SourceType.MotionSensor ? _value != 0 : null,
        Time = _dated.Time,
        Clock = _dated.Quality,
        Fault = _fault == 0 ? null : NanoEvent.ReasonText(_fault - 1),
        Measurements = _measurements is null ? [] : [.. _measurements],
    };
}
