namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>The real ring and outbox with one mistake in what they show or do: what the checks must find.</summary>
internal sealed class MistakenRing(IRing ring, int capacity, Mistake mistake) : IRing
{
    private int _lastAcknowledged = ring.FirstUnacknowledged;

    public int Count => mistake == Mistake.CountsOneLessWhenFull && ring.Count == capacity ? capacity - 1 : ring.Count;

    public int Next => ring.Next;

    public int Dropped => mistake == Mistake.ForgetsADrop && ring.Dropped > 1 ? ring.Dropped - 1 : ring.Dropped;

    public int FirstUnacknowledged => mistake == Mistake.ForgetsAnAcknowledgement ? _lastAcknowledged : ring.FirstUnacknowledged;

    public int OutboxCount => ring.OutboxCount;

    public int OutboxFirst => mistake == Mistake.ComparesNumbers ? Math.Max(ring.OutboxFirst, 1) : ring.OutboxFirst;

    public int OutboxOverflow => mistake == Mistake.AnnouncesNoOverflow ? 0 : ring.OutboxOverflow;

    public int Word(int index) => ring.Word(index);

    public int Ticks(int index) => ring.Ticks(mistake == Mistake.MixesUpTimes ? 0 : index);

    public int Value(int index) => mistake == Mistake.TurnsTheOrder ? ring.Value(ring.OutboxCount - 1 - index) : ring.Value(index);

    public void Write(int word, int ticks, int value)
    {
        if (mistake == Mistake.DropsTheNewest && ring.Count == capacity)
        {
            return;
        }

        ring.Write(word, ticks, value);
    }

    public bool IsUrgent() => ring.IsUrgent() && mistake != Mistake.IsNeverUrgent;

    public bool TryPeekTicks(out int ticks) => ring.TryPeekTicks(out ticks) && mistake != Mistake.ShowsNoOldest;

    public int FillOutbox(int most)
    {
        if (mistake == Mistake.RefillsTheOutbox && ring.OutboxCount != 0)
        {
            ring.EmptyOutbox();
        }

        return ring.FillOutbox(mistake == Mistake.TakesMoreThanAskedFor ? most + 1 : most);
    }

    public void EmptyOutbox()
    {
        _lastAcknowledged = ring.FirstUnacknowledged;
        if (mistake != Mistake.KeepsTheOutbox)
        {
            ring.EmptyOutbox();
        }
    }
}
