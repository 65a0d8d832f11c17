namespace NanoEvents;

/// <summary>The topics of notices.</summary>
public enum NoticeKind
{
    /// <summary>The client is connected to the broker and has subscribed.</summary>
    Connected,

    /// <summary>The broker is absent; the client waits and retries.</summary>
    Waiting,

    /// <summary>A message was left out, because it was not a batch or its device name is invalid.</summary>
    Ignored,

    /// <summary>Two or more boards send under one name; each needs its own <c>device.id</c>.</summary>
    NameClash,

    /// <summary>A device's clock cannot be right; its events are dated by their arrival.</summary>
    Clock,

    /// <summary>A checkpoint is higher than any number of its device, and is ignored.</summary>
    Checkpoint,

    /// <summary>There are more devices than <see cref="EventClientOptions.MaxDevices"/>: the events of one are lost, or one is no longer followed.</summary>
    TooManyDevices,

    /// <summary>A warning; the reading continues: a lost session, a certificate that expires soon.</summary>
    Warning,
}
