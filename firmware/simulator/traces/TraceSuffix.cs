using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>By the end of its name a column says what it is of: <c>_Temp</c>, <c>_PIR</c>, or the name of a quantity or state after a <c>_</c>.</summary>
internal static class TraceSuffix
{
    /// <summary>Instead of decimals: the column has levels.</summary>
    public const int Level = -1;

    private const int OfTemperature = 2;

    /// <summary>What a column is of, and the end of its name; null for another column.</summary>
    public static (SourceType Type, string Suffix)? Of(string name)
    {
        if (name.EndsWith("_Temp", StringComparison.Ordinal))
        {
            return (SourceType.Thermometer, "_Temp");
        }

        if (name.EndsWith("_PIR", StringComparison.Ordinal))
        {
            return (SourceType.MotionSensor, "_PIR");
        }

        foreach ((EventKind kind, string own) in SensorTable.Quantities.Select(q => (q.Kind, q.Name)).Concat(SensorTable.Switches.Select(s => (s.Kind, s.Name))))
        {
            if (name.EndsWith("_" + own, StringComparison.OrdinalIgnoreCase))
            {
                return ((SourceType)kind, name[^(own.Length + 1)..]);
            }
        }

        return null;
    }

    /// <summary>How many decimals the values of a column have, or <see cref="Level"/>.</summary>
    public static int DecimalsOf(SourceType type) =>
        type == SourceType.Thermometer ? OfTemperature
        : type != SourceType.MotionSensor && SensorTable.IndexOf((EventKind)type) is >= 0 and int index ? SensorTable.Quantities[index].Decimals
        : Level;
}
