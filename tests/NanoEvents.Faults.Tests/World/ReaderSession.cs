namespace NanoEvents.Faults.Tests;

/// <summary>What a broker keeps: the retained messages, and the reader's session.</summary>
internal sealed class ReaderSession
{
    public bool Exists { get; set; }

    public Dictionary<string, byte[]> Retained { get; private init; } = [];

    public Queue<byte[]> Waiting { get; private set; } = new();

    public List<Unacknowledged> Sent { get; private init; } = [];

    /// <summary>Drops batches of other boots.</summary>
    public void KeepOnly(int boot)
    {
        Waiting = new(Waiting.Where(payload => BootOf(payload) == boot));
        Sent.RemoveAll(sent => BootOf(sent.Payload) != boot);
    }

    public ReaderSession Copy() => new()
    {
        Exists = Exists,
        Retained = new(Retained),
        Waiting = new(Waiting),
        Sent = [.. Sent.Select(sent => new Unacknowledged(sent.Payload))],
    };

    private static int BootOf(byte[] payload) => BatchReader.TryRead(payload, out Batch batch, out _) ? batch.Boot : 0;
}
