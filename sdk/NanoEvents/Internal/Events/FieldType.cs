namespace NanoEvents;

/// <summary>The values that a JSON field of an event can have.</summary>
public enum FieldType
{
    /// <summary>A number with two decimals.</summary>
    Hundredths,

    /// <summary>A whole number, 0 or more.</summary>
    Count,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A time: RFC 3339, UTC, milliseconds.</summary>
    Time,
}
