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

    /// <summary>Two or more boards send under one name; each needs a <c>device.id</c> of its own.</summary>
    NameClash,

    /// <summary>A device's clock cannot be right: its events are dated by their arrival.</summary>
    Clock,

    /// <summary>A checkpoint is higher than what its device has raised: it is left out of account.</summary>
    Checkpoint,

    /// <summary>There are more devices than <see cref="EventClientOptions.MaxDevices"/>: the events of one are lost, or one is no longer followed.</summary>
    TooManyDevices,

    /// <summary>Something is not as it should be, and the reading goes on: a lost session, a certificate that is soon over.</summary>
    Warning,
}
