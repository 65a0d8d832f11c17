using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Steps over the events of a batch that are all temperatures and motions with small numbers, as nearly all are. It only has to find where each ends.
/// This exists only for speed. Everything else, and all mistakes, are handled by <see cref="EventCursor"/>.
/// </summary>
internal static class ShortForms
{
    // The sums of these numbers of two bytes cannot overflow: values start from 0, and times start far from both ends.
    private const long Far = (BatchFormat.MaxEvents << 14) * BatchFormat.TicksPerSecond;

    private const byte NotShort = byte.MaxValue;

    // By head byte: how many numbers follow, in each form of a batch.
    private static readonly byte[] _numbersOfLong = MakeNumbers(BatchFormat.TimeEarlier);
    private static readonly byte[] _numbersOfShort = MakeNumbers(BatchFormat.TimeSeconds);

    /// <summary>Counts the events from <paramref name="at"/> to the end; false if not all have this form.</summary>
    public static bool TryCount(ReadOnlySpan<byte> bytes, int at, long fromTicks, bool isShort, out int count)
    {
        count = 0;
        if (fromTicks is < Far or > long.MaxValue - Far)
        {
            return false;
        }

        ReadOnlySpan<byte> numbersOf = isShort ? _numbersOfShort : _numbersOfLong;
        while (at < bytes.Length)
        {
            byte numbers = numbersOf[bytes[at++]];
            count++;
            if (numbers == NotShort
                || (numbers > 0 && !TryStepOver(bytes, ref at))
                || (numbers > 1 && !TryStepOver(bytes, ref at)))
            {
                return false;
            }
        }

        return count <= BatchFormat.MaxEvents;
    }

    private static bool TryStepOver(ReadOnlySpan<byte> bytes, ref int at)
    {
        int first = at;
        int second = first + 1;
        if ((uint)first < (uint)bytes.Length && bytes[first] < 0x80)
        {
            at = second;
            return true;
        }

        at = first + 2;
        return (uint)second < (uint)bytes.Length && bytes[second] < 0x80;
    }

    private static byte[] MakeNumbers(int lastTimeCode)
    {
        var numbers = new byte[256];
        for (int head = 0; head < numbers.Length; head++)
        {
            int source = (head >> 3) & 7;
            int time = (head >> 1) & 3;
            bool isShort = head < 0x80 && source != BatchFormat.SourceFollows && time <= lastTimeCode;
            numbers[head] = !isShort ? NotShort : (byte)((time == BatchFormat.TimeSame ? 0 : 1) + (head < 0x40 ? 1 : 0));
        }

        return numbers;
    }
}
