namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>What the checks need of a ring: the real one with its outbox, or one with a mistake.</summary>
public interface IRing
{
    int Count { get; }

    int Next { get; }

    int Dropped { get; }

    int FirstUnacknowledged { get; }

    int OutboxCount { get; }

    int OutboxFirst { get; }

    int OutboxOverflow { get; }

    int Word(int index);

    int Ticks(int index);

    int Value(int index);

    void Write(int word, int ticks, int value);

    bool IsUrgent();

    bool TryPeekTicks(out int ticks);

    int FillOutbox(int most);

    void EmptyOutbox();
}
