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

    public static bool PutLimit(EventParts parts, int raw)
    {
        parts.Extent = unchecked((uint)raw);
        return true;
    }

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
