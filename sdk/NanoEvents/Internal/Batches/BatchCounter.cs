using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>A counter of the device: what it has counted since it started.</summary>
/// <param name="Id">The counter's number in the format.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct BatchCounter(uint Id, uint Value)
{
    /// <summary>The counter's name, as the format has it; <c>counter</c> and its number if this version does not know it.</summary>
    public string Name => NameOf(Id);

    internal static string NameOf(uint id) => id switch
    {
        CounterId.Edges => "edges",
        CounterId.Debounced => "debounced",
        CounterId.Settling => "settling",
        CounterId.Chattered => "chattered",
        CounterId.SensorFailures => "sensorFailures",
        CounterId.Dropped => "dropped",
        CounterId.Unacknowledged => "unacknowledged",
        CounterId.Reconnects => "reconnects",
        CounterId.ThreadRestarts => "threadRestarts",
        CounterId.MissedEdges => "missedEdges",
        _ => $"counter{id}",
    };
}
