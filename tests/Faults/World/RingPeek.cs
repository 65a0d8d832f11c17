using System.Runtime.CompilerServices;
using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>Looks into the ring: what was put under a number, as long as it has not been overwritten.</summary>
internal static class RingPeek
{
    public static RaisedEvent At(EventRing ring, int number)
    {
        int slot = number & SlotMask(ring);
        return new RaisedEvent(Words(ring)[slot], Ticks(ring)[slot], Values(ring)[slot]);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_slotMask")]
    private static extern ref readonly int SlotMask(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_words")]
    private static extern ref readonly int[] Words(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ticks")]
    private static extern ref readonly int[] Ticks(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_values")]
    private static extern ref readonly int[] Values(EventRing ring);
}
