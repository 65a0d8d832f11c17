namespace NanoEvents;

/// <summary>One message on its way from the broker to the reader.</summary>
internal readonly record struct Message(
    MessageKind Kind, string? Device, byte[] Payload, DateTimeOffset Arrival, bool Retained, Delivery? Delivery)
{
    public static Message Tick(DateTimeOffset now) => new(MessageKind.Tick, null, [], now, false, null);
}
