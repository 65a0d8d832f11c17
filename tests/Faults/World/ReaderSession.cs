namespace NanoEvents.Faults.Tests;

/// <summary>What a broker keeps: the retained messages, and the reader's session.</summary>
internal sealed class ReaderSession
{
    public bool Exists { get; set; }

    public Dictionary<(string Device, string Topic), byte[]> Retained { get; private init; } = [];

    public Queue<Published> Waiting { get; private set; } = new();

    public List<Unacknowledged> Sent { get; private init; } = [];

    /// <summary>The batches that wait, or are on their way.</summary>
    public IEnumerable<Published> Batches => Waiting.Concat(Sent.Select(sent => sent.Batch));

    /// <summary>Drops those of some batches that are of other boots than their device's last one.</summary>
    public void KeepOnly(Func<string, int> lastBoot, IEnumerable<Published> of)
    {
        HashSet<Published> others = new(of.Where(batch => BootOf(batch.Payload) != lastBoot(batch.Device)), ReferenceEqualityComparer.Instance);
        Waiting = new(Waiting.Where(batch => !others.Contains(batch)));
        Sent.RemoveAll(sent => others.Contains(sent.Batch));
    }

    /// <summary>The session ends; what is retained stays.</summary>
    public void Forget()
    {
        Exists = false;
        Waiting.Clear();
        Sent.Clear();
    }

    public ReaderSession Copy() => new()
    {
        Exists = Exists,
        Retained = new(Retained),
        Waiting = new(Waiting),
        Sent = [.. Sent.Select(sent => new Unacknowledged(sent.Batch))],
    };

    private static int BootOf(byte[] payload) => BatchReader.TryRead(payload, out Batch batch, out _) ? batch.Boot : 0;
}
