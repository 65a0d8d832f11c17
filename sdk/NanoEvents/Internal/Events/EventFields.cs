using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>Puts the values of JSON fields into an event that is being read. False: the value is invalid.</summary>
internal static class EventFields
{
    private const long TicksPerWireTick = TimeSpan.TicksPerMillisecond * BatchFormat.TickMs;

    public static bool PutFlag(EventParts parts, object? value)
    {
        parts.Flag = value is true;
        return true;
    }

    public static bool PutValue(EventParts parts, int raw)
    {
        parts.Value = raw;
        return true;
    }

    // The value is read before: it says the measurement.
    public static bool PutLimit(EventParts parts, object? value)
    {
        bool fits = parts.Measured.TryToRaw((decimal)value!, out int raw);
        parts.Extent = unchecked((uint)raw);
        return fits;
    }

    public static bool PutAboutName(EventParts parts, object? value)
    {
        parts.AboutName = (string?)value ?? "";
        return true;
    }

    // A thermometer's fault and threshold have no number.
    public static bool PutAboutMeasurement(EventParts parts, object? value)
    {
        parts.About = value is long number and <= byte.MaxValue ? (int)number : -1;
        if (parts.Kind == EventKind.Fault && parts.About >= 0)
        {
            parts.Number = BatchFormat.KindSensorFault;
            parts.More = Measurement.Of((EventKind)parts.About) ?? MeasurementOf(parts, "?", 0);
            return parts.More is not null;
        }

        return value is null || BatchFormat.IsMeasurement(parts.About);
    }

    public static bool PutPlainValue(EventParts parts, object? value)
    {
        parts.Plain = (decimal?)value;
        return true;
    }

    // The last of a measurement's fields: now it is known as a whole. A threshold without one is of a temperature.
    public static bool PutUnit(EventParts parts, object? value)
    {
        if (value is null && parts.Plain is null && parts.About < 0)
        {
            return true;
        }

        int decimals = parts.Plain is { } plain ? plain.Scale : int.MaxValue;
        if (value is not string unit || parts.Plain is null || (Measurement.Of((EventKind)parts.About) ?? MeasurementOf(parts, unit, decimals)) is not { } measurement)
        {
            return false;
        }

        parts.More = measurement;
        parts.Number = parts.Kind == EventKind.Threshold ? (byte)BatchFormat.KindLimit : (byte)parts.About;
        bool fits = measurement.TryToRaw(parts.Plain.Value, out int raw);
        parts.Value = raw;
        return fits;
    }

    public static bool PutAboutCondition(EventParts parts, object? value)
    {
        parts.About = value is long number and <= byte.MaxValue ? (int)number : -1;
        if (value is not null && parts.Kind == EventKind.Chatter)
        {
            parts.Number = BatchFormat.KindStateChatter;
            parts.More = ConditionOf(parts, "on", "off");
            return parts.More is not null;
        }

        parts.Number = value is null ? parts.Number : (byte)Math.Max(parts.About, 0);
        return value is null || BatchFormat.IsPrivateState(parts.About);
    }

    // JSON has the word for what the state is now, and not the other one.
    public static bool PutState(EventParts parts, object? value)
    {
        string word = (string)value!;
        parts.More = parts.Flag ? ConditionOf(parts, word, "off") : ConditionOf(parts, "on", word);
        return parts.More is not null;
    }

    private static Measurement? MeasurementOf(EventParts parts, string unit, int decimals) =>
        BatchFormat.IsMeasurement(parts.About) && decimals <= KindWords.MaxDecimals && KindWords.IsName(parts.AboutName) && KindWords.IsWord(unit)
            ? Measurement.Private(parts.About, parts.AboutName, unit, decimals switch { 0 => 1, 1 => 0.1, 2 => 0.01, _ => 0.001 })
            : null;

    private static Condition? ConditionOf(EventParts parts, string on, string off) =>
        BatchFormat.IsPrivateState(parts.About) && KindWords.IsName(parts.AboutName) && KindWords.IsWord(on) && KindWords.IsWord(off)
            ? Condition.Private(parts.About, parts.AboutName, on, off)
            : null;

    public static bool PutSide(EventParts parts, object? value)
    {
        parts.Detail = (byte)(value is "high" ? ThresholdSide.High : ThresholdSide.Low);
        return true;
    }

    public static bool PutCount(EventParts parts, object? value)
    {
        parts.Count = value is long and >= 0 and <= uint.MaxValue ? (uint)(long)value : null;
        return parts.Count is not null || value is null;
    }

    // The time of the event is that of the last edge.
    public static bool PutFirst(EventParts parts, object? value)
    {
        if (value is not DateTimeOffset first)
        {
            return parts.Dated.Time is null;
        }

        long ticks = (parts.Dated.UtcTicks - first.UtcTicks) / TicksPerWireTick;
        parts.Extent = (uint)Math.Clamp(ticks, 0, uint.MaxValue);
        return ticks is >= 0 and <= uint.MaxValue;
    }

    public static bool PutReason(EventParts parts, object? value)
    {
        bool isKnown = NanoEvent.TryParseReason((string)value!, out byte reason);
        parts.Detail = reason;
        return isKnown;
    }

    public static bool PutBootCause(EventParts parts, object? value)
    {
        bool isKnown = NanoEvent.TryParseBootCause((string)value!, out byte cause);
        parts.Detail = cause;
        return isKnown;
    }

    // The count of a loss by restart is unknown; every other loss has a count.
    public static bool PutLossCause(EventParts parts, object? value)
    {
        bool isKnown = NanoEvent.TryParseLossCause((string)value!, out byte cause);
        parts.Detail = cause;
        return isKnown && ((LossCause)cause == LossCause.Restart) == parts.Count is null;
    }

    public static bool PutFirmware(EventParts parts, object? value)
    {
        parts.More = value;
        return true;
    }

    public static bool PutFrom(EventParts parts, object? value)
    {
        parts.From = value is long and >= 0 and <= uint.MaxValue ? (uint)(long)value : 0;
        return parts.From == (long)value!;
    }

    public static bool PutNumber(EventParts parts, object? value)
    {
        parts.Number = value is long and >= 0 and <= byte.MaxValue ? (byte)(long)value : (byte)0;
        return parts.Number == (long)value!;
    }

    public static bool PutRaw(EventParts parts, object? value)
    {
        bool isHex = Hex.TryRead((string)value!, out byte[] raw);
        parts.More = raw;
        return isHex;
    }
}
