using Microsoft.Data.Sqlite;

namespace NanoEvents.History;

/// <summary>A source under one name, for queries.</summary>
internal sealed record SourceRow(long Id, long Device, string DeviceName, EventKind Kind, int Number, string Name, string Declaration)
{
    public object? What { get; } = KindText.Read(Kind, Declaration);

    public bool IsState => Reading.IsState(Kind);

    public string Key => KindText.Key(Kind, What, Number);

    private Measurement? Measurement => What as Measurement;

    /// <summary>The rows of a source, the oldest name first.</summary>
    public static List<SourceRow> Find(Database database, string device, string key) => [.. All(database, device).Where(row => row.Key == key)];

    /// <summary>All rows of a device, or of all devices, in the order in which they came.</summary>
    public static List<SourceRow> All(Database database, string? device)
    {
        List<SourceRow> found = [];
        Statement read = database.Keep(
            "SELECT series.id, device, device.name, kind, source, series.name, declaration FROM series JOIN device ON device.id = device WHERE (@1 IS NULL OR device.name = @1) AND kind BETWEEN 0 AND 254 ORDER BY series.id");
        using SqliteDataReader row = read.Rows(device);
        while (row.Read())
        {
            found.Add(new SourceRow(row.GetInt64(0), row.GetInt64(1), row.GetString(2), (EventKind)row.GetInt32(3), row.GetInt32(4), row.GetString(5), row.GetString(6)));
        }

        return found;
    }

    /// <summary>The event of a reading.</summary>
    public NanoEvent Event(in Reading reading, ClockQuality clock) => NanoEvent.Of(new EventParts
    {
        Device = DeviceName,
        BootId = reading.Boot,
        Kind = Kind,
        Dated = new Dated(Times.At(reading.Time).UtcTicks, clock, Dated.ErrorNotKnown),
        Sequence = reading.Sequence,
        Source = (sbyte)Number,
        Name = Name.Length == 0 ? null : Name,
        Number = (byte)Kind,
        Flag = IsState && reading.Value != 0,
        Value = IsState ? 0 : reading.Value,
        More = NanoEvent.IsPrivate(Kind) ? What : null,
    });

    /// <summary>A single event as a point.</summary>
    public SeriesPoint Point(in Reading reading, ClockQuality clock)
    {
        double value = Value(reading.Value);
        return new SeriesPoint
        {
            Time = Times.At(reading.Time),
            Count = IsState ? reading.Value : 1,
            Minimum = value,
            Maximum = value,
            Mean = value,
            Clock = clock,
        };
    }

    /// <summary>A summary as a point.</summary>
    public SeriesPoint Point(RollUp up, long start, long length) => new()
    {
        Time = Times.At(start),
        Step = TimeSpan.FromMilliseconds(length),
        Count = up.Count,
        Minimum = IsState ? 0 : Value(up.Low ?? 0),
        Maximum = IsState ? (up.OnTime > 0 || up.Count > 0 ? 1 : 0) : Value(up.High ?? 0),
        Mean = IsState ? (double)up.OnTime / length : Value(1) * up.Sum / Math.Max(1, up.Count),
        On = TimeSpan.FromMilliseconds(up.OnTime),
    };

    public void Add(RollUp up, in Reading reading)
    {
        if (IsState)
        {
            up.AddState(reading.Value != 0);
        }
        else
        {
            up.AddValue(reading.Value);
        }
    }

    private double Value(int raw) => IsState ? raw : Measurement?.FromRaw(raw) ?? raw;

    private double Value(long raw) => Value((int)raw);
}
