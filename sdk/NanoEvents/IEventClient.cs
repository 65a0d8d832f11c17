using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>
/// What an <see cref="EventClient"/> does, so that code which reads events can be tested with the <c>FakeEventClient</c> of the package
/// NanoEvents.Testing.
/// </summary>
public interface IEventClient : IAsyncDisposable
{
    /// <summary>Tells what people should know: connected, waiting for the broker, a message left out, a warning. Comes on any thread.</summary>
    event Action<Notice>? NoticeReceived;

    /// <summary>Whether the broker is connected now, for each loop of <see cref="ReadAsync"/> and <see cref="ReadStateAsync"/> that runs; false where none does.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// What about the broker is not as it should be now, a line each: its certificate is soon over, it grants QoS 0, another program uses this
    /// client id. <see cref="NoticeReceived"/> has told of it.
    /// </summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>What has been counted by loops of <see cref="ReadAsync"/>.</summary>
    ClientStats Stats { get; }

    /// <summary>
    /// What is known now of every device that a loop of <see cref="ReadAsync"/> or <see cref="ReadStateAsync"/> has heard of. One whose status
    /// is cleared at the broker is left out until it sends something.
    /// </summary>
    IReadOnlyList<DeviceState> Devices { get; }

    /// <summary>What the loops of <see cref="ReadAsync"/> and <see cref="ReadStateAsync"/> know now of one device.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="state">The state, where the reader has heard of the device.</param>
    bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state);

    /// <summary>
    /// Reads events for as long as it is enumerated. Asking for the next event says that the one before is handled; a batch is acknowledged
    /// to the broker after its last event. Where the loop is left or ends with an exception, what was not handled comes again on the next
    /// run, given a <see cref="EventClientOptions.Session"/>.
    /// </summary>
    /// <param name="filter">Which events; null for all.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription.</exception>
    /// <remarks>One enumeration at a time. An absent broker is waited for, for ever; <see cref="NoticeReceived"/> tells.</remarks>
    IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the present: a device's state each time that it has changed, and at once for devices whose state the broker has kept. Who is
    /// slow gets the newest state, not each one. It has a connection of its own and leaves the events of <see cref="ReadAsync"/> alone.
    /// </summary>
    /// <param name="device">One device; null for all.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription.</exception>
    IAsyncEnumerable<DeviceState> ReadStateAsync(string? device = null, CancellationToken cancellationToken = default);
}
