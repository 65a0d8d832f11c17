namespace NanoEvents;

/// <summary>The values that a JSON field of an event can have.</summary>
internal enum FieldType
{
    /// <summary>A number in steps of a measurement's resolution.</summary>
    Measured,

    /// <summary>A whole number, 0 or more.</summary>
    Count,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A time: RFC 3339, UTC, milliseconds.</summary>
    Time,
}
