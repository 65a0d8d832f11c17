namespace NanoEvents;

/// <summary>A checked batch and how it arrived; kept while an earlier batch is missing.</summary>
/// <param name="Payload">Its bytes, which must not change.</param>
/// <param name="First">Its first number.</param>
/// <param name="Overflow">How many numbers right before that the ring dropped.</param>
/// <param name="Arrival">When it arrived, by the wall clock.</param>
/// <param name="Steady">When it arrived, by a monotonic clock.</param>
/// <param name="Retained">Whether it was retained, so that its arrival does not date its events.</param>
/// <param name="Delivery">Acknowledged when its last event has been handled.</param>
internal readonly record struct HeldBatch(
    ReadOnlyMemory<byte> Payload, uint First, uint Overflow, DateTimeOffset Arrival, DateTimeOffset Steady, bool Retained, Delivery? Delivery);
