namespace NanoEvents;

/// <summary>The values from which an event is created that was written as JSON.</summary>
internal sealed class EventParts
{
    public string? Device { get; set; }

    public int BootId { get; set; }

    public EventKind Kind { get; set; }

    public Dated Dated { get; set; }

    public uint? Sequence { get; set; }

    /// <summary>The source, or -1 if the event has none.</summary>
    public sbyte Source { get; set; } = -1;

    public string? Name { get; set; }

    /// <summary>The kind's number in the format.</summary>
    public byte Number { get; set; }

    public bool Flag { get; set; }

    public int Value { get; set; }

    public byte Detail { get; set; }

    /// <summary>How many; null if unknown.</summary>
    public uint? Count { get; set; }

    /// <summary>Threshold: the limit. Chatter: ticks from the first edge to the last.</summary>
    public uint Extent { get; set; }

    /// <summary>Lost: the first number.</summary>
    public uint From { get; set; }

    public object? More { get; set; }

    /// <summary>The name of the private kind, or of the kind that the event is about.</summary>
    public string AboutName { get; set; } = "";

    /// <summary>The number of the kind that the event is about; -1 if it does not say any.</summary>
    public int About { get; set; } = -1;

    /// <summary>The value of a measurement whose unit comes later.</summary>
    public decimal? Plain { get; set; }

    /// <summary>The measurement of a value or a limit.</summary>
    public Measurement Measured => More as Measurement ?? Measurement.Temperature;
}
