namespace NanoEvents;

/// <summary>A checked batch with how it came; kept where an earlier one is missing.</summary>
/// <param name="Payload">Its bytes, which nobody changes.</param>
/// <param name="First">Its first number.</param>
/// <param name="Overflow">How many numbers before that the ring dropped.</param>
/// <param name="Arrival">When it came, by the clock on the wall.</param>
/// <param name="Steady">The same by a clock that nobody sets.</param>
/// <param name="Retained">Whether the broker had kept it, so that its arrival says nothing about time.</param>
/// <param name="Token">What is due when its last event has been handled.</param>
internal readonly record struct HeldBatch(
    ReadOnlyMemory<byte> Payload, uint First, uint Overflow, DateTimeOffset Arrival, DateTimeOffset Steady, bool Retained, object? Token);
