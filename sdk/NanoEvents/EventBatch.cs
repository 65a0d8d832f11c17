using System.Runtime.CompilerServices;

namespace NanoEvents;

/// <summary>Events as they came, in order, with one acknowledgement for all of them. See <see cref="IEventClient.ReadBatchesAsync"/>.</summary>
/// <param name="events">The events.</param>
/// <param name="acknowledge">Tells the broker that they are handled; null if the broker does not wait for that. It is called once at most.</param>
public sealed class EventBatch(IReadOnlyList<NanoEvent> events, Func<ValueTask>? acknowledge)
{
    private Func<ValueTask>? _acknowledge = acknowledge;

    /// <summary>
    /// The events. The list may be empty: then the message repeats earlier events, holds only events that you have filtered out, or is
    /// <see cref="Undecoded"/>.
    /// </summary>
    public IReadOnlyList<NanoEvent> Events => events;

    /// <summary>A message that is not a batch, or not one that this client follows; null otherwise. An acknowledgement drops it.</summary>
    public UndecodedMessage? Undecoded { get; init; }

    /// <summary>
    /// Says that you have handled these events: the broker does not send them again. You may call it later, from any thread, and for a later batch
    /// first. From the second time on nothing happens, and neither if the connection is closed: the broker then sends the events again.
    /// </summary>
    /// <remarks>
    /// An empty list may repeat an earlier batch of the same connection's session that you are still handling. So acknowledge the batches of a device in
    /// the order in which they came.
    /// </remarks>
    public ValueTask AcknowledgeAsync() => Interlocked.Exchange(ref _acknowledge, null)?.Invoke() ?? default;

    /// <summary>The events of batches one by one. Asking for the next event says that the one before is handled, also after a cancellation.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="disposed">Cancelled when the client is disposed of.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async IAsyncEnumerable<NanoEvent> EachEventAsync(
        IAsyncEnumerable<EventBatch> batches, CancellationToken disposed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (EventBatch batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // By place: an enumerator of the list would cost an object for each batch, and two calls for each event.
            IReadOnlyList<NanoEvent> events = batch.Events;
            for (int i = 0; i < events.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                disposed.ThrowIfCancellationRequested();
                yield return events[i];
            }

            await batch.AcknowledgeAsync().ConfigureAwait(false);
        }
    }
}
