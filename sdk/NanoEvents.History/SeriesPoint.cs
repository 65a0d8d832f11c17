namespace NanoEvents.History;

/// <summary>One event of a source, or a summary of its events in a step of time.</summary>
public readonly record struct SeriesPoint
{
    /// <summary>The time of the event, or the beginning of the step, in UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The length of the step; zero for a single event.</summary>
    public TimeSpan Step { get; init; }

    /// <summary>Measurements: how many events. Motion and states: how often it went on.</summary>
    public long Count { get; init; }

    /// <summary>Measurements: the lowest value, in the measurement's unit. Motion and states: 0 for off, 1 for on.</summary>
    public double Minimum { get; init; }

    /// <summary>The highest value, in the same unit.</summary>
    public double Maximum { get; init; }

    /// <summary>The mean of the values of the events, each with the same weight. Motion and states: the part of the step in which it was on, as far as known.</summary>
    public double Mean { get; init; }

    /// <summary>Motion and states: for how long it was on, as far as known: a time whose end is lost does not count.</summary>
    public TimeSpan On { get; init; }

    /// <summary>How the time of a single event is known; null for a step.</summary>
    public ClockQuality? Clock { get; init; }
}
