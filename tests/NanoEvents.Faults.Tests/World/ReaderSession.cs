namespace NanoEvents.Faults.Tests;

/// <summary>What a broker keeps: the retained messages, and the reader's session.</summary>
internal sealed class ReaderSession
{
    public bool Exists { get; set; }

    public Dictionary<string, byte[]> Retained { get; private init; } = [];

    public Queue<byte[]> Waiting { get; private init; } = new();

    public List<Unacknowledged> Sent { get; private init; } = [];

    public ReaderSession Copy() => new()
    {
        Exists = Exists,
        Retained = new(Retained),
        Waiting = new(Waiting),
        Sent = [.. Sent.Select(sent => new Unacknowledged(sent.Payload))],
    };
}
