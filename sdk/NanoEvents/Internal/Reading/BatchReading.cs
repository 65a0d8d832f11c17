using System.Diagnostics.CodeAnalysis;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>Gives out events in lists: those that became available before an acknowledgement is due, and with them the acknowledgement.</summary>
internal sealed class BatchReading(EventReading reading) : IReading<EventBatch>
{
    /// <inheritdoc/>
    public EventReading Wire => reading;

    /// <inheritdoc/>
    public void Start() => reading.Start();

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out EventBatch? batch)
    {
        List<NanoEvent>? events = null;
        while (reading.TryTake(out NanoEvent e))
        {
            (events ??= new List<NanoEvent>(Math.Min(reading.Waiting + 1, BatchFormat.MaxEvents))).Add(e);
        }

        if (reading.TryTakeDue(out Ready due))
        {
            batch = new EventBatch(events ?? [], due.Due!.AcknowledgeAsync) { Undecoded = due.Undecoded };
            return true;
        }

        // A loss that was found by waiting belongs to no message.
        batch = events is null ? null : new EventBatch(events, null);
        return batch is not null;
    }

    /// <inheritdoc/>
    public ValueTask AdvanceAsync(CancellationToken cancellationToken) => reading.AdvanceAsync(cancellationToken);

    public ValueTask DisposeAsync() => reading.DisposeAsync();
}
