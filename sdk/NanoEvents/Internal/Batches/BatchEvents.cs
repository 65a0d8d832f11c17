using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>The events of a batch, for <c>foreach</c>. Allocates nothing.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A ref struct for foreach, not a collection.")]
internal ref struct BatchEvents
{
    private EventCursor _cursor;

    internal BatchEvents(EventCursor cursor)
    {
        _cursor = cursor;
    }

    /// <summary>The event.</summary>
    public readonly BatchEvent Current => _cursor.Current;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly BatchEvents GetEnumerator() => this;

    /// <summary>Goes to the next event.</summary>
    public bool MoveNext() => _cursor.TryNext();
}
