namespace NanoEvents.Hosting;

/// <summary>What an application does with events.</summary>
public interface IEventHandler
{
    /// <summary>
    /// Handles one event. When it returns the event is handled, and its batch is acknowledged to the broker after the last one. While it
    /// throws, it gets the same event again, after growing waits; where the application ends meanwhile, the event comes again on the next
    /// run, given a <see cref="EventClientOptions.Session"/>.
    /// </summary>
    /// <param name="e">The event. Losses come as events too: see <see cref="EventKind.Lost"/>.</param>
    /// <param name="cancellationToken">The application ends.</param>
    ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken);

    /// <summary>Says what was handled on earlier runs, before the reading begins; nothing, unless you store it with your data.</summary>
    /// <param name="cancellationToken">The application ends.</param>
    /// <returns>The last event of each device that was handled: see <see cref="NanoEvent.Checkpoint"/>.</returns>
    ValueTask<IReadOnlyCollection<Checkpoint>> LoadCheckpointsAsync(CancellationToken cancellationToken) => new([]);
}
