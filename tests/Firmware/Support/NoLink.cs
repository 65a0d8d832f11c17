namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A way to nowhere.</summary>
internal sealed class NoLink : ILink
{
    public bool TryOpen(ILinkListener listener) => false;

    public bool TrySend(int topic, byte[] buffer, int length, int token) => false;

    public void Abort()
    {
    }
}
