namespace NanoEvents.History;

/// <summary>The numbers that the file has for a boot and how the times of its events are known.</summary>
internal sealed class OriginRows(Database database) : IDisposable
{
    private const int MostRemembered = 20_000;

    private readonly Dictionary<(long Device, int Boot, ClockQuality Clock), long> _origins = [];
    private readonly Statement _add = database.Prepare("INSERT OR IGNORE INTO origin (device, boot, clock) VALUES (@1, @2, @3)");
    private readonly Statement _find = database.Prepare("SELECT id FROM origin WHERE device = @1 AND boot = @2 AND clock = @3");

    public long Find(long device, int boot, ClockQuality clock)
    {
        if (!_origins.TryGetValue((device, boot, clock), out long id))
        {
            if (_origins.Count >= MostRemembered)
            {
                _origins.Clear();
            }

            _add.Run(device, boot, (int)clock);
            id = _find.Number(device, boot, (int)clock)!.Value;
            _origins[(device, boot, clock)] = id;
        }

        return id;
    }

    public void Dispose()
    {
        _add.Dispose();
        _find.Dispose();
    }
}
