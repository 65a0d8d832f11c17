using System.Threading;

namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>The ring of the firmware. Mutants are compiled with this same file, so that they meet the same checks.</summary>
public sealed class RealRing : IRing
{
    private readonly EventRing _ring;

    public RealRing(int capacity, int first, AutoResetEvent wake)
    {
        _ring = new EventRing(capacity, first, wake);
    }

    public int Count => _ring.Count;

    public int Next => _ring.Next;

    public int Dropped => _ring.Dropped;

    public int FirstUnacknowledged => _ring.FirstUnacknowledged;

    public int OutboxCount => _ring.OutboxCount;

    public int OutboxFirst => _ring.OutboxFirst;

    public int OutboxOverflow => _ring.OutboxOverflow;

    public int Word(int index) => _ring.OutboxWord(index);

    public int Ticks(int index) => _ring.OutboxTicks(index);

    public int Value(int index) => _ring.OutboxValue(index);

    public void Write(int word, int ticks, int value) => _ring.Write(word, ticks, value);

    public bool IsUrgent() => _ring.IsUrgent();

    public bool TryPeekTicks(out int ticks) => _ring.TryPeekTicks(out ticks);

    public int FillOutbox(int most) => _ring.FillOutbox(most);

    public void EmptyOutbox() => _ring.EmptyOutbox();
}
