using System.Globalization;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>A quantity that a sensor can measure: its name, its unit, and its possible values. Events and readings refer to it.</summary>
/// <remarks>
/// Everything that the SDK does with a measurement follows from this: values, text, JSON, the AsyncAPI document. Two are equal if a device sends the same
/// for them: number, name, unit and resolution.
/// </remarks>
public sealed class Measurement : IEquatable<Measurement>
{
    internal const string NameRule = "a kind has a name of 1 to 16 characters out of a-z, 0-9 and -, which begins with a letter and is not that of an official kind or setting";

    private readonly int _stepsOfOne;
    private readonly byte _decimals;

    private Measurement(EventKind kind, string name, string jsonName, string unit, string description, double minimum, double maximum, int decimals = 2)
    {
        _decimals = (byte)decimals;
        _stepsOfOne = decimals switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 };
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

    /// <summary>All official measurements that this version knows.</summary>
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

    /// <summary>The kind of event that says that the value has changed. A measurement of your own has a number from 128 to 191.</summary>
    public EventKind Kind { get; }

    /// <summary>The value's name in JSON.</summary>
    internal string JsonName { get; }

    /// <summary>How many decimals its values have.</summary>
    internal int Decimals => _decimals;

    /// <summary>A measurement of your own with a number from the private range, as the device declares it.</summary>
    /// <param name="number">The number, 128 to 191.</param>
    /// <param name="name">The name: 1 to 16 of a-z, 0-9 and -, a letter first; not that of an official kind or setting.</param>
    /// <param name="unit">The unit of the values, 1 to 16 characters, such as <c>ppm</c>.</param>
    /// <param name="resolution">The smallest difference between two values: 1, 0.1, 0.01 or 0.001.</param>
    /// <param name="minimum">The smallest plausible value.</param>
    /// <param name="maximum">The largest plausible value.</param>
    /// <param name="description">The quantity, in a few words; null for the name.</param>
    /// <exception cref="ArgumentException">A value is not of its form; the message says which.</exception>
    public static Measurement Private(
        int number, string name, string unit, double resolution = 1, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity, string? description = null)
    {
        int decimals = resolution switch { 1 => 0, 0.1 => 1, 0.01 => 2, 0.001 => KindWords.MaxDecimals, _ => -1 };
        return number is < BatchFormat.FirstPrivateMeasurement or >= BatchFormat.FirstPrivateState
            ? throw new ArgumentException($"{number} is no private measurement: take {BatchFormat.FirstPrivateMeasurement} to {BatchFormat.FirstPrivateState - 1}", nameof(number))
            : !KindWords.IsName(name) ? throw new ArgumentException(NameRule, nameof(name))
            : !KindWords.IsWord(unit) ? throw new ArgumentException("a unit has 1 to 16 characters", nameof(unit))
            : decimals < 0 ? throw new ArgumentException("a resolution is 1, 0.1, 0.01 or 0.001", nameof(resolution))
            : !(minimum < maximum) ? throw new ArgumentException("the smallest value is below the largest one", nameof(minimum))
            : new Measurement((EventKind)number, name, "value", unit, description ?? name, minimum, maximum, decimals);
    }

    /// <summary>Whether two mean the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Measurement? left, Measurement? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Measurement? left, Measurement? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(Measurement? other) =>
        ReferenceEquals(this, other) || (other is not null && Kind == other.Kind && Name == other.Name && Unit == other.Unit && _decimals == other._decimals);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Measurement);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name, Unit);

    /// <summary>The official measurement whose change a kind of event says; null for other kinds.</summary>
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

    internal string Text(int raw) => FromRaw(raw).ToString("F" + _decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
