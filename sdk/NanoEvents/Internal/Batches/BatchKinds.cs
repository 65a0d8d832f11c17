using System.Diagnostics.CodeAnalysis;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The private kinds that a state declares, for <c>foreach</c>. One that is not of its form is left out.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A ref struct for foreach, not a collection.")]
internal ref struct BatchKinds
{
    private ByteCursor _in;

    internal BatchKinds(ReadOnlySpan<byte> content)
    {
        _in = new ByteCursor(content, 0);
        Current = null!;
    }

    /// <summary>A <see cref="Measurement"/> or a <see cref="Condition"/>.</summary>
    public object Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly BatchKinds GetEnumerator() => this;

    /// <summary>Goes to the next one.</summary>
    public bool MoveNext()
    {
        while (_in.TryByte(out int number) && _in.TryByte(out int decimals) && TryText(out string name) && TryText(out string first) && TryText(out string second))
        {
            if (KindWords.IsName(name) && Read(number, decimals, name, first, second) is { } kind)
            {
                Current = kind;
                return true;
            }
        }

        return false;
    }

    private static object? Read(int number, int decimals, string name, string first, string second) => number switch
    {
        >= BatchFormat.FirstPrivateMeasurement and < BatchFormat.FirstPrivateState when decimals <= KindWords.MaxDecimals && KindWords.IsWord(first) =>
            Measurement.Private(number, name, first, decimals switch { 0 => 1, 1 => 0.1, 2 => 0.01, _ => 0.001 }),
        >= BatchFormat.FirstPrivateState and <= BatchFormat.LastPrivate when KindWords.IsWord(first) && KindWords.IsWord(second) =>
            Condition.Private(number, name, first, second),
        _ => null,
    };

    private bool TryText(out string text)
    {
        bool isText = _in.TryByte(out int length) & _in.TrySlice((uint)length, out ReadOnlySpan<byte> utf8);
        text = SafeText.Read(utf8);
        return isText;
    }
}
