namespace NanoEvents;

/// <summary>A message on a topic of events whose events the client could not give out.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Reason">Why, as one line for people.</param>
/// <param name="Payload">Its bytes. Of a message that is too long for a batch, the first 1025 bytes.</param>
public sealed record UndecodedMessage(string Topic, string Reason, ReadOnlyMemory<byte> Payload);
