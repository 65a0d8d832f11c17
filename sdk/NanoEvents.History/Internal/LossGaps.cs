namespace NanoEvents.History;

/// <summary>Whether numbers between two readings are lost.</summary>
internal sealed class LossGaps(Database database) : IDisposable
{
    private const int MostRemembered = 20_000;

    // Most boots have no loss at all.
    private readonly HashSet<(long Device, int Boot)> _withoutLoss = [];

    private readonly Statement _any = database.Prepare("SELECT count(*) FROM (SELECT 1 FROM loss WHERE device = @1 AND boot = @2 LIMIT 1)");
    private readonly Statement _between = database.Prepare(
        "SELECT count(*) FROM loss WHERE device = @1 AND boot = @2 AND first < @4 AND ifnull(first + count, 4294967296) > @3");

    public bool IsBetween(long device, in Reading from, in Reading to) =>
        from.Boot == to.Boot && HasLoss(device, from.Boot)
        && _between.Number(device, from.Boot, Math.Min(from.Sequence, to.Sequence), Math.Max(from.Sequence, to.Sequence)) > 0;

    /// <summary>A boot has a loss.</summary>
    public void Add(long device, int boot) => _withoutLoss.Remove((device, boot));

    public void Dispose()
    {
        _any.Dispose();
        _between.Dispose();
    }

    private bool HasLoss(long device, int boot)
    {
        if (_withoutLoss.Contains((device, boot)))
        {
            return false;
        }

        if (_any.Number(device, boot) > 0)
        {
            return true;
        }

        if (_withoutLoss.Count >= MostRemembered)
        {
            _withoutLoss.Clear();
        }

        _withoutLoss.Add((device, boot));
        return false;
    }
}
