namespace NanoEvents.Faults.Tests;

/// <summary>What a broker keeps: the retained messages, and the reader's session.</summary>
internal sealed class ReaderSession
{
    public bool Exists { get; set; }

    public Dictionary<string, byte[]> Retained { get; private init; } = [];

    public Queue<byte[]> Waiting { get; private set; } = new();

    public List<Unacknowledged> Sent { get; private init; } = [];

    /// <summary>The batches that wait, or are on their way.</summary>
    public IEnumerable<byte[]> Batches => Waiting.Concat(Sent.Select(sent => sent.Payload));

    /// <summary>Drops those of some batches that are of other boots.</summary>
    public void KeepOnly(int boot, IEnumerable<byte[]> of)
    {
        HashSet<byte[]> others = [.. of.Where(payload => BootOf(payload) != boot)];
        Waiting = new(Waiting.Where(payload => !others.Contains(payload)));
        Sent.RemoveAll(sent => others.Contains(sent.Payload));
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
