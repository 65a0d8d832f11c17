namespace NanoEvents.Benchmarks.Day;

/// <summary>Messages of one kind, and their bytes.</summary>
/// <param name="Messages">How many there are.</param>
/// <param name="Payload">The bytes of their payloads.</param>
/// <param name="Sent">The bytes with which the device sends them, with MQTT, TLS and TCP/IP.</param>
/// <param name="Acknowledged">The bytes of the broker's answers and of TCP's acknowledgements.</param>
internal readonly record struct DayBytes(int Messages, long Payload, long Sent, long Acknowledged)
{
    /// <summary>Both directions.</summary>
    public long Total => Sent + Acknowledged;

    public static DayBytes operator +(DayBytes one, DayBytes other) => new(
        one.Messages + other.Messages, one.Payload + other.Payload, one.Sent + other.Sent, one.Acknowledged + other.Acknowledged);

    public static DayBytes operator *(DayBytes one, int times) => new(one.Messages * times, one.Payload * times, one.Sent * times, one.Acknowledged * times);
}
