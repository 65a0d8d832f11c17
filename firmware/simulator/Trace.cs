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
