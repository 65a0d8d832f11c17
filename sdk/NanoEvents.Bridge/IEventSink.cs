namespace NanoEvents.Bridge;

/// <summary>A place that a bridge writes events to, such as a stream in Redis or a topic in Kafka.</summary>
/// <remarks>
/// <para>The bridge decides what is new, what is a repetition and what is lost. A sink stores what it gets, in the order in which it gets it. It has no
/// queue and does not retry: if a write fails, the bridge closes its MQTT session, waits, and begins again with <see cref="LoadAsync"/>. The broker then
/// sends everything again that was not acknowledged.</para>
/// <para>One bridge uses a sink, and calls it from one thread at a time.</para>
/// </remarks>
public interface IEventSink : IAsyncDisposable
{
    /// <summary>
    /// Connects, and returns what the target already has. The bridge calls it at the start, and again after a failed write. A write that was called
    /// before must not reach the target any more after this method returns, because the bridge writes its events again.
    /// </summary>
    /// <param name="cancellationToken">The bridge ends.</param>
    /// <returns>
    /// For each device the last record of each of its latest boots, in the order in which they were written. The last one of a device is where the
    /// bridge continues. The others only hide repetitions: a few for each device are enough.
    /// </returns>
    /// <exception cref="SinkBusyException">Another bridge writes to this target now.</exception>
    /// <exception cref="IOException">The target takes nothing now. The bridge shows the message, so let it be one line for people.</exception>
    ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes events. The bridge does not wait for one write before it calls the next one, and the order of the calls is the order of the events. If
    /// a write fails, those that were called after it must fail, too, at least for the same device.
    /// </summary>
    /// <param name="events">The events, of one device or of several. A loss is an event like any other. The list does not change afterwards.</param>
    /// <param name="cancellationToken">Ends the waiting. The write may succeed all the same.</param>
    /// <returns>A task that ends when the events are durable.</returns>
    /// <exception cref="EventRefusedException">The target refuses events and would refuse them again. Nothing of the list from the first of them on has been written.</exception>
    Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken);
}
