namespace NanoEvents;

/// <summary>One JSON field of a kind: how it is written and read, and what is said about it, in one place.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">What kind of value it has.</param>
/// <param name="Summary">What it says.</param>
/// <param name="Read">
/// Takes the value out of an event: a number as <see cref="decimal"/> or <see cref="long"/>, a <see cref="bool"/>, a <see cref="string"/>, or a
/// <see cref="DateTimeOffset"/>; null where there is none.
/// </param>
/// <param name="Put">Puts such a value back into an event.</param>
internal sealed record KindField(string Name, FieldType Type, string Summary, FieldReader Read, FieldWriter Put)
{
    /// <summary>The unit of a number.</summary>
    public string? Unit { get; init; }

    /// <summary>The texts that the field can have, where no others can come.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>What becomes of the field where there is no value.</summary>
    public FieldAbsence Absence { get; init; }
}
