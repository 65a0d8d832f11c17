namespace NanoEvents;

/// <summary>The reasons for which a batch is refused.</summary>
public enum BatchFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Fewer than 8 bytes.</summary>
    TooShort,

    /// <summary>More than 1024 bytes.</summary>
    TooLong,

    /// <summary>A major version other than 1 and 3.</summary>
    UnknownVersion,

    /// <summary>The CRC-16 is wrong.</summary>
    BadCheck,

    /// <summary>A head flag is set that version 1 does not use.</summary>
    ReservedFlag,

    /// <summary>The bytes end in the middle of a value.</summary>
    Truncated,

    /// <summary>A number has more bytes or a larger value than its place allows.</summary>
    NumberTooLarge,

    /// <summary>A field has the id 0 in a form that does not end the list.</summary>
    BadFieldId,

    /// <summary>A known field appears twice.</summary>
    RepeatedField,

    /// <summary>The content of a known field does not have its form.</summary>
    BadFieldContent,

    /// <summary>More than 64 events.</summary>
    TooManyEvents,

    /// <summary>An invalid kind: code 2.</summary>
    BadKind,

    /// <summary>Time code 3, or an uptime below 0 or beyond 63 bits.</summary>
    BadTime,

    /// <summary>A source above 31.</summary>
    BadSource,

    /// <summary>A temperature beyond 32 bits.</summary>
    BadTemperature,

    /// <summary>A state on the topic of events, or the other way round.</summary>
    WrongTopic,

    /// <summary>A sequence number that no device can have reached in the uptime that has passed.</summary>
    ImpossibleNumber,
}
