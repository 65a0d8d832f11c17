namespace NanoEvents.History;

/// <summary>Whether numbers between two readings are lost.</summary>
internal sealed class LossGaps(Database database) : IDisposable
{
    private readonly Statement _between = database.Prepare(
        "SELECT count(*) FROM loss WHERE device = @1 AND boot = @2 AND first < @4 AND ifnull(first + count, 4294967296) > @3");

    public bool IsBetween(long device, in Reading from, in Reading to) =>
        from.Boot == to.Boot && _between.Number(device, from.Boot, Math.Min(from.Sequence, to.Sequence), Math.Max(from.Sequence, to.Sequence)) > 0;

    public void Dispose() => _between.Dispose();
}
