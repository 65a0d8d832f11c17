namespace NanoEvents;

/// <summary>What an event says.</summary>
public enum EventKind
{
    /// <summary>A thermometer moved by at least the deadband.</summary>
    Temperature,

    /// <summary>Motion began or ended.</summary>
    Motion,

    /// <summary>A temperature crossed a limit.</summary>
    Threshold,

    /// <summary>A motion sensor changed too often: many edges in one event.</summary>
    Chatter,

    /// <summary>A thermometer stopped answering sensibly, or does again.</summary>
    Fault,

    /// <summary>The device started.</summary>
    Boot,

    /// <summary>Events that will not come, which ones and why. Made by this library, not by the device.</summary>
    Lost,

    /// <summary>A kind that this version of the library does not know; its number and bytes are there.</summary>
    Unknown,
}
