namespace NanoEvents;

/// <summary>What becomes of a JSON field where there is no value.</summary>
internal enum FieldAbsence
{
    /// <summary>There always is one.</summary>
    Never,

    /// <summary>The field is null.</summary>
    Null,

    /// <summary>The field is left out.</summary>
    LeftOut,
}
