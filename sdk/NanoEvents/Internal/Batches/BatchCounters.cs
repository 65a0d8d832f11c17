using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>The counters in a batch, for <c>foreach</c>.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A ref struct for foreach, not a collection.")]
internal ref struct BatchCounters
{
    private ByteCursor _in;

    internal BatchCounters(ReadOnlySpan<byte> content)
    {
        _in = new ByteCursor(content, 0);
    }

    /// <summary>The counter.</summary>
    public BatchCounter Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly BatchCounters GetEnumerator() => this;

    /// <summary>Goes to the next counter.</summary>
    public bool MoveNext()
    {
        if (_in.AtEnd || !_in.TryVarint(out uint id) || !_in.TryVarint(out uint value))
        {
            return false;
        }

        Current = new BatchCounter(id, value);
        return true;
    }
}
