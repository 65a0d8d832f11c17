namespace NanoEvents;

/// <summary>One JSON field of a kind: how it is written and read, and its description, in one place.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">What kind of value it has.</param>
/// <param name="Summary">What it says.</param>
/// <param name="Read">
/// Reads the value from an event: a number as <see cref="decimal"/> or <see cref="long"/>, a <see cref="bool"/>, a <see cref="string"/>, or a
/// <see cref="DateTimeOffset"/>; null if there is none.
/// </param>
/// <param name="Put">Puts such a value back into an event.</param>
internal sealed record KindField(string Name, FieldType Type, string Summary, FieldReader Read, FieldWriter Put)
{
    /// <summary>The unit of a number.</summary>
    public string? Unit { get; init; }

    /// <summary>The only texts that the field can have; null if there are others.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>How the field is written without a value.</summary>
    public FieldAbsence Absence { get; init; }
}

/// <summary>Reads the value of a JSON field from an event.</summary>
/// <param name="e">An event of the field's kind.</param>
internal delegate object? FieldReader(in NanoEvent e);

/// <summary>Puts the value of a JSON field into the event that is being read.</summary>
/// <param name="parts">The event that is being read.</param>
/// <param name="value">The value, of the field's type; null if the field may be null.</param>
/// <returns>Whether the value is valid.</returns>
internal delegate bool FieldWriter(EventParts parts, object? value);

/// <summary>How a JSON field without a value is written.</summary>
internal enum FieldAbsence
{
    /// <summary>There always is one.</summary>
    Never,

    /// <summary>The field is null.</summary>
    Null,

    /// <summary>The field is left out.</summary>
    LeftOut,
}

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
