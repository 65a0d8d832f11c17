namespace NanoEvents;

/// <summary>The batches of one boot that wait for a missing one, in the order of their numbers. Bounded.</summary>
internal sealed class HeldBatches
{
    private const int MaxBatches = 64;

    private readonly List<HeldBatch> _batches = [];

    public int Count => _batches.Count;

    public bool IsOverfull => _batches.Count > MaxBatches;

    public HeldBatch First => _batches[0];

    /// <summary>When the batch arrived that has waited longest.</summary>
    public DateTimeOffset WaitingSince
    {
        get
        {
            DateTimeOffset since = DateTimeOffset.MaxValue;
            foreach (HeldBatch batch in _batches)
            {
                since = batch.Steady < since ? batch.Steady : since;
            }

            return since;
        }
    }

    public void Add(in HeldBatch batch)
    {
        int place = _batches.Count;
        while (place > 0 && SequenceMath.Distance(_batches[place - 1].First, batch.First) < 0)
        {
            place--;
        }

        _batches.Insert(place, batch);
    }

    public HeldBatch TakeFirst()
    {
        HeldBatch first = _batches[0];
        _batches.RemoveAt(0);
        return first;
    }
}
