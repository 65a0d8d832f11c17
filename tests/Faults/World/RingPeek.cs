using System.Runtime.CompilerServices;
using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>Looks into the ring: what was put under a number, as long as it has not been overwritten.</summary>
internal static class RingPeek
{
    /// <param name="ring">The ring.</param>
    /// <param name="number">The number.</param>
    /// <param name="nowTicks">The uptime: the ring knows its low bits alone.</param>
    public static RaisedEvent At(EventRing ring, int number, long nowTicks)
    {
        int slot = number & SlotMask(ring);
        return new RaisedEvent(Words(ring)[slot], nowTicks + unchecked(Ticks(ring)[slot] - (int)nowTicks), Values(ring)[slot]);
    }

    /// <summary>Puts a new ring where one is after billions of events.</summary>
    public static void Begin(EventRing ring, Outbox outbox, int first)
    {
        Next(ring) = first;
        Looked(ring) = first;
        Taken(ring) = first;
        AcknowledgedTo(outbox) = first;
        HandedOver(outbox) = first;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_slotMask")]
    private static extern ref readonly int SlotMask(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_words")]
    private static extern ref readonly int[] Words(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ticks")]
    private static extern ref readonly int[] Ticks(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_values")]
    private static extern ref readonly int[] Values(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_next")]
    private static extern ref int Next(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_looked")]
    private static extern ref int Looked(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_taken")]
    private static extern ref int Taken(EventRing ring);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_acknowledged")]
    private static extern ref int AcknowledgedTo(Outbox outbox);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_handedOver")]
    private static extern ref int HandedOver(Outbox outbox);
}
