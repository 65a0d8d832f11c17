using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>The events that the checks write: each can be told from every other, and every third is urgent.</summary>
internal static class RingEvents
{
    public static bool IsUrgent(int index) => index % 3 == 1;

    public static int Word(int index) => EventWord.Pack(IsUrgent(index) ? EventKind.Motion : EventKind.Temperature, index & 31, false, 0);

    public static int Ticks(int index) => (index * 7) + 3;

    public static int Value(int index) => ~index;
}
