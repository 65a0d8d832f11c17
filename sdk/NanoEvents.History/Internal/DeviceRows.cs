using NanoEvents.Bridge;

namespace NanoEvents.History;

/// <summary>The devices of the file: their numbers, their marks and their counters.</summary>
internal sealed class DeviceRows : IDisposable
{
    // Two boards with one name alternate; more than this nobody will have.
    private const int Boots = 4;

    // Names may be invented by anybody who may write to the broker. What is forgotten here is read from the file again.
    private const int MostRemembered = 20_000;

    private readonly Dictionary<string, DeviceRow> _devices = new(StringComparer.Ordinal);
    private readonly HashSet<DeviceRow> _changed = [];
    private readonly Statement _add;
    private readonly Statement _find;
    private readonly Statement _mark;
    private readonly Statement _forget;
    private readonly Statement _count;
    private long _place;

    public DeviceRows(Database database)
    {
        _add = database.Prepare("INSERT OR IGNORE INTO device (name) VALUES (@1)");
        _find = database.Prepare("SELECT id FROM device WHERE name = @1");
        _mark = database.Prepare("INSERT OR REPLACE INTO mark (device, boot, sequence, over, place) VALUES (@1, @2, @3, @4, @5)");
        _forget = database.Prepare("DELETE FROM mark WHERE device = @1 AND place <= (SELECT place FROM mark WHERE device = @1 ORDER BY place DESC LIMIT 1 OFFSET @2)");
        _count = database.Prepare("UPDATE device SET delivered = delivered + @2, boots = boots + @3 WHERE id = @1");
        _place = database.Number("SELECT max(place) FROM mark");
    }

    /// <summary>The marks of the file, in the order in which they were left.</summary>
    public static IReadOnlyCollection<BootMark> Marks(Database database)
    {
        List<BootMark> marks = [];
        using Statement read = database.Prepare("SELECT name, boot, sequence, over FROM mark JOIN device ON device.id = mark.device ORDER BY place");
        using var row = read.Rows();
        while (row.Read())
        {
            marks.Add(new BootMark(row.GetString(0), row.GetInt32(1), (uint)row.GetInt64(2), row.GetInt64(3) != 0));
        }

        return marks;
    }

    public DeviceRow Find(string name)
    {
        if (!_devices.TryGetValue(name, out DeviceRow? device))
        {
            if (_devices.Count >= MostRemembered)
            {
                Flush();
                _devices.Clear();
            }

            _add.Run(name);
            _devices[name] = device = new DeviceRow(_find.Number(name)!.Value);
        }

        return device;
    }

    /// <summary>Takes the mark that an event leaves, and counts it.</summary>
    public DeviceRow Take(in NanoEvent e)
    {
        DeviceRow device = Find(e.Device);
        device.Take(e);
        _changed.Add(device);
        return device;
    }

    /// <summary>Writes marks and counters that have changed.</summary>
    public void Flush()
    {
        foreach (DeviceRow device in _changed)
        {
            foreach (BootMark mark in device.Marks)
            {
                _mark.Run(device.Id, mark.BootId, mark.Sequence, mark.IsOver ? 1 : 0, ++_place);
            }

            _forget.Run(device.Id, Boots);
            _count.Run(device.Id, device.Delivered, device.Boots);
            device.Clear();
        }

        _changed.Clear();
    }

    public void Dispose()
    {
        _add.Dispose();
        _find.Dispose();
        _mark.Dispose();
        _forget.Dispose();
        _count.Dispose();
    }
}
