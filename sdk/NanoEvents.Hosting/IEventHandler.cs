using System.Diagnostics.CodeAnalysis;

namespace NanoEvents.Hosting;

/// <summary>Handles events in an application.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles events of devices. The delegates of .NET with this ending are for events of objects, and nobody takes an interface for one.")]
public interface IEventHandler
{
    /// <summary>
    /// Handles one event. When it returns, the event is handled; the batch is acknowledged to the broker after its last event. If it throws, it is
    /// called again with the same event, after growing waits. If the application ends meanwhile, the broker sends the event again on the next run,
    /// provided that you set a <see cref="EventClientOptions.Session"/>.
    /// </summary>
    /// <param name="e">The event. Losses are events, too: see <see cref="EventKind.Lost"/>.</param>
    /// <param name="cancellationToken">The application ends.</param>
    ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the last events that earlier runs have handled, before the reading begins. The default returns nothing; override it if you store
    /// checkpoints with your data.
    /// </summary>
    /// <param name="cancellationToken">The application ends.</param>
    /// <returns>The last event of each device that was handled: see <see cref="NanoEvent.Checkpoint"/>.</returns>
    ValueTask<IReadOnlyCollection<Checkpoint>> LoadCheckpointsAsync(CancellationToken cancellationToken) => new([]);
}
