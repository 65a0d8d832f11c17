using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>The names of sources in a state, for <c>foreach</c>.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A ref struct for foreach, not a collection.")]
internal ref struct BatchNames
{
    private ByteCursor _in;

    internal BatchNames(ReadOnlySpan<byte> content)
    {
        _in = new ByteCursor(content, 0);
    }

    /// <summary>The name.</summary>
    public BatchName Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly BatchNames GetEnumerator() => this;

    /// <summary>Goes to the next name.</summary>
    public bool MoveNext()
    {
        if (_in.AtEnd || !_in.TryByte(out int type) || !_in.TryByte(out int source) || !_in.TryByte(out int length)
            || !_in.TrySlice((uint)length, out ReadOnlySpan<byte> utf8))
        {
            return false;
        }

        Current = new BatchName { Type = (SourceType)type, Source = source, Utf8 = utf8 };
        return true;
    }
}

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
