using NanoEvents.Firmware;

namespace NanoEvents.Benchmarks.Day;

/// <summary>A link that notes what is sent and acknowledges at once.</summary>
internal sealed class NotingLink(IClock clock) : ILink
{
    private ILinkListener? _listener;

    public List<SentMessage> Sent { get; } = [];

    public bool TryOpen(ILinkListener listener)
    {
        _listener = listener;
        return true;
    }

    public bool TrySend(int topic, byte[] buffer, int length, int token)
    {
        Sent.Add(new SentMessage(clock.UptimeMs, topic, length));
        _listener!.OnAcknowledged(token, true);
        return true;
    }

    public void Abort() => _listener!.OnClosed();
}
