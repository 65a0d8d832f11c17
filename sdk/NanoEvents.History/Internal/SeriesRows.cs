namespace NanoEvents.History;

/// <summary>The numbers that the file has for sources under their names.</summary>
internal sealed class SeriesRows(Database database) : IDisposable
{
    private const int MostRemembered = 100_000;

    private readonly Dictionary<(long Device, EventKind Kind, int Source, string Name, string Declaration), SeriesRow> _series = [];
    private readonly Statement _add = database.Prepare("INSERT OR IGNORE INTO series (device, kind, source, name, declaration) VALUES (@1, @2, @3, @4, @5)");
    private readonly Statement _find = database.Prepare("SELECT id FROM series WHERE device = @1 AND kind = @2 AND source = @3 AND name = @4 AND declaration = @5");

    public SeriesRow Find(long device, in NanoEvent e)
    {
        (long, EventKind, int, string, string) key = (device, e.Kind, e.Source!.Value, e.Name ?? "", KindText.Of(e));
        if (!_series.TryGetValue(key, out SeriesRow? series))
        {
            if (_series.Count >= MostRemembered)
            {
                _series.Clear();
            }

            object[] values = [device, (int)e.Kind, e.Source.Value, e.Name ?? "", key.Item5];
            _add.Run(values);
            _series[key] = series = new SeriesRow(_find.Number(values)!.Value, device, Reading.IsState(e.Kind));
        }

        return series;
    }

    public void Dispose()
    {
        _add.Dispose();
        _find.Dispose();
    }
}
