namespace NanoEvents;

/// <summary>The name of a source, in a state. It is valid as long as the payload.</summary>
internal readonly ref struct BatchName
{
    /// <summary>The type of the source; a number that <see cref="SourceType"/> does not have, if the device is newer.</summary>
    public SourceType Type { get; internal init; }

    /// <summary>Its number.</summary>
    public int Source { get; internal init; }

    /// <summary>Its name in UTF-8, as it was sent.</summary>
    public ReadOnlySpan<byte> Utf8 { get; internal init; }

    /// <summary>Its name. Control characters and bytes that are no UTF-8 are replaced.</summary>
    public override string ToString() => SafeText.Read(Utf8);
}
