namespace NanoEvents;

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>The connection to the broker is there and the subscriptions are made.</summary>
    Connected,

    /// <summary>The broker is not there (any more); the client waits for it and tries again.</summary>
    Waiting,

    /// <summary>A message was not a batch, or was of a device that cannot be, and was left out.</summary>
    Ignored,
}
