namespace NanoEvents;

/// <summary>What is wrong with the bytes of a batch.</summary>
public enum BatchFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Fewer than 8 bytes.</summary>
    TooShort,

    /// <summary>More than 1024 bytes.</summary>
    TooLong,

    /// <summary>A major version other than 1.</summary>
    UnknownVersion,

    /// <summary>The CRC-16 does not fit the bytes.</summary>
    BadCheck,

    /// <summary>A head flag is set that version 1 does not use.</summary>
    ReservedFlag,

    /// <summary>The bytes end in the middle of something.</summary>
    Truncated,

    /// <summary>A number has more bytes or a larger value than its place allows.</summary>
    NumberTooLarge,

    /// <summary>A field has the id 0 in a form that does not end the list.</summary>
    BadFieldId,

    /// <summary>A known field comes twice.</summary>
    RepeatedField,

    /// <summary>The content of a known field does not have its form.</summary>
    BadFieldContent,

    /// <summary>More than 64 events.</summary>
    TooManyEvents,

    /// <summary>A kind that cannot be: code 2, or a short kind in the long form.</summary>
    BadKind,

    /// <summary>Time code 3, or an uptime below 0 or beyond 63 bits.</summary>
    BadTime,

    /// <summary>A source above 31.</summary>
    BadSource,

    /// <summary>The content of a known kind is shorter than its form, or not of its form.</summary>
    BadContent,

    /// <summary>A temperature beyond 32 bits.</summary>
    BadTemperature,

    /// <summary>A state on the topic of events, or the other way round.</summary>
    WrongTopic,
}
