using System.Threading;

namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>The ring of the firmware and its outbox.</summary>
public sealed class RealRing : IRing
{
    private readonly EventRing _ring;
    private readonly Outbox _outbox;

    public RealRing(int capacity, int first, AutoResetEvent wake)
    {
        _ring = new EventRing(capacity, first, wake);
        _outbox = new Outbox(_ring);
    }

    public int Count => _ring.Count;

    public int Next => _ring.Next;

    public int Dropped => _ring.Dropped;

    public int FirstUnacknowledged => _outbox.FirstUnacknowledged;

    public int OutboxCount => _outbox.Count;

    public int OutboxFirst => _outbox.First;

    public int OutboxOverflow => _outbox.Overflow;

    public int Word(int index) => _outbox.Word(index);

    public int Ticks(int index) => _outbox.Ticks(index);

    public int Value(int index) => _outbox.Value(index);

    public void Write(int word, int ticks, int value) => _ring.Write(word, ticks, value);

    public bool IsUrgent() => _ring.IsUrgent();

    public bool TryPeekTicks(out int ticks) => _ring.TryPeekTicks(out ticks);

    public int FillOutbox(int most) => _outbox.Fill(most);

    public void EmptyOutbox() => _outbox.Acknowledge();
}
