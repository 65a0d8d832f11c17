namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>Compares a ring with the model: every number that it shows, and every event that it holds.</summary>
internal static class RingCheck
{
    public static string? Difference(IRing ring, RingModel model, int first) =>
        Numbers(ring, model, first) ?? Balance(ring, first, model.Delivered) ?? Outbox(ring, model);

    /// <summary>Takes what is in the ring out one by one: its contents and their order.</summary>
    public static string? DifferenceWhenDrained(IRing ring, RingModel model, int first)
    {
        string? difference = null;
        for (int i = model.Outbox.Count + model.Ring.Count; i >= 0 && difference == null; i--)
        {
            ring.EmptyOutbox();
            model.Empty();
            ring.FillOutbox(1);
            model.Fill(1);
            difference = Difference(ring, model, first);
        }

        return difference;
    }

    private static string? Numbers(IRing ring, RingModel model, int first)
    {
        int outboxFirst = model.Outbox.Count == 0 ? model.Gone : model.Outbox[0];
        bool hasOldest = ring.TryPeekTicks(out int oldestTicks);
        return ring.Count != model.Ring.Count ? "Count"
            : ring.Next != unchecked(first + model.Raised) ? "Next"
            : ring.Dropped != model.Dropped ? "Dropped"
            : ring.FirstUnacknowledged != unchecked(first + model.Gone) ? "FirstUnacknowledged"
            : ring.OutboxCount != model.Outbox.Count ? "OutboxCount"
            : ring.OutboxFirst != unchecked(first + outboxFirst) ? "OutboxFirst"
            : ring.OutboxOverflow != outboxFirst - model.Gone ? "OutboxOverflow"
            : ring.IsUrgent() != model.IsUrgent() ? "IsUrgent"
            : hasOldest != (model.Ring.Count != 0) ? "TryPeekTicks"
            : hasOldest && oldestTicks != RingEvents.Ticks(model.Ring[0]) ? "the oldest's ticks"
            : null;
    }

    // Raised is what the broker has, and what was dropped, and what is on its way, and what waits.
    private static string? Balance(IRing ring, int first, int delivered) =>
        unchecked(ring.Next - first) == delivered + ring.Dropped + ring.OutboxCount + ring.Count ? null : "the count does not balance";

    private static string? Outbox(IRing ring, RingModel model)
    {
        for (int i = 0; i < model.Outbox.Count; i++)
        {
            int index = model.Outbox[i];
            if (ring.Word(i) != RingEvents.Word(index) || ring.Ticks(i) != RingEvents.Ticks(index) || ring.Value(i) != RingEvents.Value(index))
            {
                return $"event {i} of the outbox";
            }
        }

        return null;
    }
}
