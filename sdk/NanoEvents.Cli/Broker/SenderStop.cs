using MQTTnet.Packets;

namespace NanoEvents.Cli;

/// <summary>
/// Stops a connection's sender before the connection ends. MQTTnet's server does not wait for it: a sender that has outlived its connection takes a message out of
/// the session to which the client has just come back, and drops it.
/// </summary>
internal sealed class SenderStop
{
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasBegun;

    /// <summary>Whether the sender must stop.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Begins to stop it.</summary>
    /// <returns>A packet of the client that makes the sender send something, so that it comes by even if nothing waits for the client.</returns>
    public MqttPacket Begin()
    {
        _hasBegun = true;
        return MqttPingReqPacket.Instance;
    }

    /// <summary>Waits until the sender has come by, or the connection has been cancelled without it.</summary>
    public Task WaitAsync(CancellationToken cancellation) =>
        _isHeld.Task.WaitAsync(cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Holds the sender, whatever it would send, until the connection is cancelled: then it ends.</summary>
    public Task HoldAsync(CancellationToken cancellation)
    {
        _isHeld.TrySetResult();
        return Task.Delay(Timeout.Infinite, cancellation);
    }
}
