using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>Turns one batch into events without any other knowledge: no device, no arrival time, no earlier batch.</summary>
public static class BatchDecoder
{
    /// <summary>
    /// Adds what a batch says to <paramref name="into"/>: the start of the device, the events that the full ring dropped, and the events of the
    /// batch. A batch dates its events only if it has its own anchor. The events of a state have no sequence numbers.
    /// </summary>
    /// <param name="payload">The bytes of one MQTT message.</param>
    /// <param name="into">Takes the events.</param>
    /// <param name="why">The reason, if the result is false.</param>
    /// <param name="device">The device, if it is known.</param>
    /// <param name="kinds">The private kinds that are known; null for none. A state declares those of its device itself.</param>
    /// <returns>True if the bytes are a batch.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> payload, ICollection<NanoEvent> into, out BatchError why, string device = "", EventKinds? kinds = null)
    {
        ArgumentNullException.ThrowIfNull(into);
        Span<RawEvent> room = stackalloc RawEvent[BatchFormat.MaxEvents];
        if (!BatchReader.TryRead(payload, room, out Batch batch, out why))
        {
            return false;
        }

        EventDating dating = EventDating.ByAnchorOf(batch);
        if (batch.HasBoot)
        {
            into.Add(NanoEvent.OfBoot(batch, device, dating.At(0)));
        }

        if (batch.Overflow > 0)
        {
            into.Add(NanoEvent.OfLoss(device, batch.Boot, batch.Sequence - batch.Overflow, batch.Overflow, LossCause.Overflow));
        }

        var known = new KnownKinds(batch.HasKinds ? SourceNames.KindsOf(batch) : null, kinds);
        foreach (BatchEvent e in batch)
        {
            uint? sequence = batch.IsState ? null : batch.Sequence + (uint)e.Index;
            into.Add(NanoEvent.Of(e, device, batch.Boot, dating.At(e.Ticks), sequence, NameIn(batch, e), known));
        }

        return true;
    }

    private static string? NameIn(in Batch batch, in BatchEvent e)
    {
        foreach (BatchName name in batch.Names)
        {
            if (name.Type == NanoEvent.TypeOf((EventKind)e.About) && name.Source == e.Source)
            {
                return name.ToString();
            }
        }

        return null;
    }
}
