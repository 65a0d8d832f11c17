namespace NanoEvents;

/// <summary>The data of <see cref="IEventClient.NoticeReceived"/>.</summary>
/// <param name="notice">The notice.</param>
public sealed class NoticeEventArgs(Notice notice) : EventArgs
{
    /// <summary>The notice.</summary>
    public Notice Notice => notice;
}
