namespace NanoEvents;

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
