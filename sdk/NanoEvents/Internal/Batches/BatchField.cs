namespace NanoEvents;

/// <summary>A field of a batch that this version of the library does not know. It is valid as long as the payload.</summary>
internal readonly ref struct BatchField
{
    /// <summary>The field's number.</summary>
    public uint Id { get; internal init; }

    /// <summary>Its content.</summary>
    public ReadOnlySpan<byte> Content { get; internal init; }
}
