using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>The fields of a batch that this version of the library does not know, for <c>foreach</c>.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A ref struct for foreach, not a collection.")]
internal ref struct BatchFields
{
    private ByteCursor _in;

    internal BatchFields(ReadOnlySpan<byte> fields)
    {
        _in = new ByteCursor(fields, 0);
    }

    /// <summary>The field.</summary>
    public BatchField Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly BatchFields GetEnumerator() => this;

    /// <summary>Goes to the next field.</summary>
    public bool MoveNext()
    {
        while (!_in.AtEnd && _in.TryVarint(out uint id) && _in.TryVarint(out uint length)
            && _in.TrySlice(length, out ReadOnlySpan<byte> content))
        {
            if (!FieldList.IsKnown(id))
            {
                Current = new BatchField { Id = id, Content = content };
                return true;
            }
        }

        return false;
    }
}

/// <summary>A field of a batch that this version of the library does not know. It is valid as long as the payload.</summary>
internal readonly ref struct BatchField
{
    /// <summary>The field's number.</summary>
    public uint Id { get; internal init; }

    /// <summary>Its content.</summary>
    public ReadOnlySpan<byte> Content { get; internal init; }
}
