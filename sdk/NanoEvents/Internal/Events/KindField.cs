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
