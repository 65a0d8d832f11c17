using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>The values of sensors over time. Rows come one at a time: a trace of a million rows takes no more memory than one of ten.</summary>
/// <param name="Columns">The sensors, in the order in which their events are raised.</param>
/// <param name="Rows">The moments, in the order of time; reading them may throw <see cref="TraceException"/>.</param>
public sealed record Trace(IReadOnlyList<TraceColumn> Columns, IEnumerable<TraceRow> Rows)
{
    /// <summary>The names of the sensors of a type, in the order of their numbers.</summary>
    public string[] Names(SourceType type) => [.. Columns.Where(column => column.Type == type).Select(column => column.Name)];
}

/// <summary>One sensor of a trace.</summary>
/// <param name="Type">The type of the sensor. The columns of other quantities and states have the number of their kind.</param>
/// <param name="Source">Its number among the sensors of its type.</param>
/// <param name="Name">Its name in the events; empty for none.</param>
public readonly record struct TraceColumn(SourceType Type, int Source, string Name);

/// <summary>One moment of a trace.</summary>
/// <param name="Ticks">When, in ticks of 10 ms since 1970-01-01T00:00:00Z.</param>
/// <param name="Values">A value for each column: steps, such as centi °C, or 0 and 1 for motion and other states. The array is used again for the next row.</param>
public readonly record struct TraceRow(long Ticks, int[] Values)
{
    /// <summary>A sensor without a value at this moment.</summary>
    public const int Silent = int.MinValue;

    /// <summary>A thermometer that is asked at this moment and does not answer.</summary>
    public const int NoAnswer = int.MinValue + 1;
}

/// <summary>A trace that cannot be read, or not beyond some line. The message says where and why.</summary>
public sealed class TraceException(string message) : Exception(message);
