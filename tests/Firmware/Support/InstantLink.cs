using System.Collections.Concurrent;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A broker that has and acknowledges everything at once.</summary>
internal sealed class InstantLink : ILink
{
    private ILinkListener? _listener;

    public ConcurrentQueue<(int Topic, byte[] Bytes)> Received { get; } = new();

    public bool TryOpen(ILinkListener listener)
    {
        _listener = listener;
        return true;
    }

    public bool TrySend(int topic, byte[] buffer, int length, int token)
    {
        Received.Enqueue((topic, buffer[..length]));
        _listener!.OnAcknowledged(token, true);
        return true;
    }

    public void Abort() => _listener!.OnClosed();
}
