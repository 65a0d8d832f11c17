namespace NanoEvents.Bridge;

/// <summary>A message that is no batch, or an event that the target refuses.</summary>
/// <param name="Source">The topic of the message, or the id of the event.</param>
/// <param name="Reason">Why it was not delivered, as one line for people.</param>
/// <param name="Content">The bytes of the message, or the event as JSON.</param>
public sealed record DeadLetter(string Source, string Reason, ReadOnlyMemory<byte> Content);
