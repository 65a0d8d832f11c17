using System.Globalization;

namespace NanoEvents;

/// <summary>A quantity that a sensor can measure: its name, its unit, and its possible values. Events and readings refer to it.</summary>
/// <remarks>Everything that the SDK does with a measurement follows from this: values, text, JSON, the AsyncAPI document.</remarks>
public sealed class Measurement
{
    // Of each measurement, because another one may need finer steps.
    private readonly int _stepsOfOne = 100;
    private readonly byte _decimals = 2;

    private Measurement(EventKind kind, string name, string jsonName, string unit, string description, double minimum, double maximum)
    {
        Kind = kind;
        Name = name;
        JsonName = jsonName;
        Unit = unit;
        Description = description;
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Temperature in °C.</summary>
    public static Measurement Temperature { get; } = new(EventKind.Temperature, "temperature", "celsius", "°C", "The temperature", -40, 85);

    /// <summary>Relative humidity in %.</summary>
    public static Measurement Humidity { get; } = new(EventKind.Humidity, "humidity", "percent", "%", "Relative humidity", 0, 100);

    /// <summary>Air pressure at the sensor in hPa, not reduced to sea level.</summary>
    public static Measurement Pressure { get; } = new(
        EventKind.Pressure, "pressure", "hectopascals", "hPa", "Air pressure at the sensor, not reduced to sea level", 300, 1100);

    /// <summary>All measurements that this version knows.</summary>
    public static IReadOnlyList<Measurement> All { get; } = [Temperature, Humidity, Pressure];

    private static Measurement?[] ByKind { get; } = Index();

    /// <summary>Its name in text and JSON, such as <c>humidity</c>.</summary>
    public string Name { get; }

    /// <summary>The unit of its values, such as <c>%</c>.</summary>
    public string Unit { get; }

    /// <summary>The quantity, in a few words.</summary>
    public string Description { get; }

    /// <summary>The smallest difference between two values, in <see cref="Unit"/>.</summary>
    public double Resolution => 1.0 / _stepsOfOne;

    /// <summary>The smallest plausible value, in <see cref="Unit"/>.</summary>
    public double Minimum { get; }

    /// <summary>The largest plausible value, in <see cref="Unit"/>.</summary>
    public double Maximum { get; }

    /// <summary>The kind of event that says that the value has changed.</summary>
    internal EventKind Kind { get; }

    /// <summary>The value's name in JSON.</summary>
    internal string JsonName { get; }

    /// <summary>The measurement whose change a kind of event says; null for other kinds, and for numbers that this version does not know.</summary>
    internal static Measurement? Of(EventKind kind) => (uint)kind < (uint)ByKind.Length ? ByKind[(int)kind] : null;

    /// <summary>Its <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    /// <summary>A value from the number that a device sends for it.</summary>
    internal double FromRaw(int raw) => raw / (double)_stepsOfOne;

    /// <summary>The number that a device sends for a value.</summary>
    internal bool TryToRaw(decimal value, out int raw)
    {
        decimal steps = decimal.Abs(value) > int.MaxValue ? value : decimal.Round(value * _stepsOfOne, MidpointRounding.AwayFromZero);
        bool fits = steps is >= int.MinValue and <= int.MaxValue;
        raw = fits ? (int)steps : 0;
        return fits;
    }

    /// <summary>The same as <see cref="FromRaw"/> with all decimals, even if they are zero.</summary>
    internal decimal ExactFromRaw(int raw) => new((int)(uint)Math.Abs((long)raw), 0, 0, raw < 0, _decimals);

    private static Measurement?[] Index()
    {
        var byKind = new Measurement?[All.Max(m => (int)m.Kind) + 1];
        foreach (Measurement measurement in All)
        {
            byKind[(int)measurement.Kind] = measurement;
        }

        return byKind;
    }

    internal string Text(int raw) => FromRaw(raw).ToString("0.00", CultureInfo.InvariantCulture);
}
