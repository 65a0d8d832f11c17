namespace NanoEvents.Firmware.Tests.Support;

/// <summary>What becomes of a message that the device sends.</summary>
internal enum BrokerAnswer
{
    /// <summary>The broker has it and acknowledges.</summary>
    Accept,

    /// <summary>It is given up; the broker does not have it.</summary>
    Refuse,

    /// <summary>The broker has it, but the connection closes before the acknowledgement.</summary>
    LoseAcknowledgement,

    /// <summary>The connection closes before the broker has it.</summary>
    Close,

    /// <summary>The broker has it, but no answer ever comes.</summary>
    Hang,

    /// <summary>The link does not take it.</summary>
    RejectSend,
}
