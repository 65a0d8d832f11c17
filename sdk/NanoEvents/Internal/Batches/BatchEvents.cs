using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>The events of a batch, for <c>foreach</c>. Allocates nothing.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A ref struct for foreach, not a collection.")]
internal ref struct BatchEvents
{
    private readonly ReadOnlySpan<RawEvent> _events;
    private readonly ReadOnlySpan<byte> _body;
    private int _index = -1;

    internal BatchEvents(ReadOnlySpan<RawEvent> events, ReadOnlySpan<byte> body)
    {
        _events = events;
        _body = body;
    }

    /// <summary>The event.</summary>
    public readonly BatchEvent Current => At(_index);

    /// <summary>The event at a place from 0 on.</summary>
    public readonly BatchEvent At(int index) => new(in _events[index], index, _body);

    /// <summary>Copies them as they were unpacked.</summary>
    public readonly void CopyTo(Span<RawEvent> room) => _events.CopyTo(room);

    /// <summary>For <c>foreach</c>.</summary>
    public readonly BatchEvents GetEnumerator() => this;

    /// <summary>Goes to the next event.</summary>
    public bool MoveNext() => ++_index < _events.Length;
}
