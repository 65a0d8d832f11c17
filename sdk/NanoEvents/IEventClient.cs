using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>
/// The interface of <see cref="EventClient"/>, so that you can test your code with the <c>FakeEventClient</c> of the package NanoEvents.Testing.
/// </summary>
public interface IEventClient : IAsyncDisposable
{
    /// <summary>
    /// Raised with a line for people: connected, waiting for the broker, a message left out, a warning. It is raised on any thread.
    /// </summary>
    event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <summary>
    /// Whether the broker is connected now, for each loop of <see cref="ReadAsync"/> and <see cref="ReadStateAsync"/> that runs; false if none does.
    /// </summary>
    bool IsConnected { get; }

    /// <summary>
    /// The present warnings about the broker, one line each: its certificate expires soon, it grants QoS 0, another program uses this client id.
    /// <see cref="NoticeReceived"/> has reported each.
    /// </summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>The system that the events come through, for the tag <c>messaging.system</c> of spans: <c>mqtt</c>, <c>redis</c> or <c>kafka</c>.</summary>
    string MessagingSystem => "mqtt";

    /// <summary>The counters of all loops of <see cref="ReadAsync"/>.</summary>
    ClientStats Stats { get; }

    /// <summary>
    /// The present state of every device that a loop of <see cref="ReadAsync"/> or <see cref="ReadStateAsync"/> has seen. One whose status is cleared
    /// at the broker is left out until it sends something.
    /// </summary>
    IReadOnlyList<DeviceState> Devices { get; }

    /// <summary>The state of one device, as the loops of <see cref="ReadAsync"/> and <see cref="ReadStateAsync"/> know it now.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="state">The state, if the reader has seen the device.</param>
    bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state);

    /// <summary>
    /// Reads events as long as you enumerate. When you ask for the next event, you have handled the one before. The client acknowledges a batch to
    /// the broker after its last event. If you leave the loop, or it ends with an exception, you get the events that you have not handled again on
    /// the next run, provided that you set a <see cref="EventClientOptions.Session"/>.
    /// </summary>
    /// <param name="filter">Which events; null for all.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription.</exception>
    /// <remarks>
    /// Only one enumeration can run at a time. If the broker is absent, the client waits for it without a limit; <see cref="NoticeReceived"/> tells.
    /// </remarks>
    IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads events as <see cref="ReadAsync"/> does, in lists as they came. You acknowledge each list yourself, when your writes are done, and take the
    /// next lists meanwhile. If you leave the loop, you get the lists that you have not acknowledged again on the next run, provided that you set a
    /// <see cref="EventClientOptions.Session"/>. After the loop an acknowledgement has no effect.
    /// </summary>
    /// <param name="filter">Which events; null for all.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription.</exception>
    /// <remarks>
    /// The broker sends at most <see cref="EventClientOptions.ReceiveMaximum"/> batches before you acknowledge some, so a list that is never
    /// acknowledged takes one of these places. Either this loop or one of <see cref="ReadAsync"/> can run at a time.
    /// </remarks>
    IAsyncEnumerable<EventBatch> ReadBatchesAsync(EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns a device's state whenever it changes, and at once for devices whose state the broker has kept. If your loop is slow, you get the
    /// newest state and not each one. It has its own connection and does not affect the events of <see cref="ReadAsync"/>.
    /// </summary>
    /// <param name="device">One device; null for all.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription.</exception>
    IAsyncEnumerable<DeviceState> ReadStateAsync(string? device = null, CancellationToken cancellationToken = default);
}
