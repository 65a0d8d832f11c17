namespace NanoEvents;

/// <summary>The name of a source, in a state. Lives as long as the payload.</summary>
internal readonly ref struct BatchName
{
    /// <summary>What the source is; a number that <see cref="SourceType"/> does not have where a newer device says so.</summary>
    public SourceType Type { get; internal init; }

    /// <summary>Its number.</summary>
    public int Source { get; internal init; }

    /// <summary>Its name in UTF-8, as it was sent.</summary>
    public ReadOnlySpan<byte> Utf8 { get; internal init; }

    /// <summary>Its name. What cannot be shown (control characters, bytes that are no UTF-8) is replaced.</summary>
    public override string ToString() => SafeText.Read(Utf8);
}
