namespace NanoEvents;

/// <summary>The batches of one boot that wait for a missing one, in the order of their numbers. Bounded.</summary>
internal struct HeldBatches
{
    private const int MaxBatches = 64;

    private List<HeldBatch>? _batches;

    public int Count => _batches?.Count ?? 0;

    public bool IsOverfull => Count > MaxBatches;

    public HeldBatch First => _batches![0];

    /// <summary>When the batch arrived that has waited longest.</summary>
    public DateTimeOffset WaitingSince
    {
        get
        {
            DateTimeOffset since = DateTimeOffset.MaxValue;
            foreach (HeldBatch batch in _batches ?? [])
            {
                since = batch.Steady < since ? batch.Steady : since;
            }

            return since;
        }
    }

    public void Add(in HeldBatch batch)
    {
        _batches ??= [];
        int place = _batches.Count;
        while (place > 0 && SequenceMath.Distance(_batches[place - 1].First, batch.First) < 0)
        {
            place--;
        }

        _batches.Insert(place, batch);
    }

    public HeldBatch TakeFirst()
    {
        HeldBatch first = _batches![0];
        _batches.RemoveAt(0);
        return first;
    }
}

/// <summary>A checked batch and how it arrived; kept while an earlier batch is missing.</summary>
/// <param name="Payload">Its bytes, which must not change.</param>
/// <param name="First">Its first number.</param>
/// <param name="Overflow">How many numbers right before that the ring dropped.</param>
/// <param name="Arrived">How it came.</param>
/// <param name="Delivery">Acknowledged when its last event has been handled.</param>
internal readonly record struct HeldBatch(ReadOnlyMemory<byte> Payload, uint First, uint Overflow, Arrived Arrived, Delivery? Delivery)
{
    public DateTimeOffset Arrival => Arrived.At;

    public DateTimeOffset Steady => Arrived.Steady;

    public bool Retained => Arrived.Retained;
}
