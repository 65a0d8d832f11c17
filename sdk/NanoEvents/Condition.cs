using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>A state of your own that is on or off, such as a door contact: its name, and the words for on and off. Events refer to it.</summary>
public sealed class Condition : IEquatable<Condition>
{
    private Condition(int number, string name, string on, string off)
    {
        Kind = (EventKind)number;
        Name = name;
        On = on;
        Off = off;
    }

    /// <summary>The kind of its events: a number from 192 to 254.</summary>
    public EventKind Kind { get; }

    /// <summary>Its name in text and JSON, such as <c>contact</c>.</summary>
    public string Name { get; }

    /// <summary>The word for on, such as <c>open</c>.</summary>
    public string On { get; }

    /// <summary>The word for off, such as <c>closed</c>.</summary>
    public string Off { get; }

    /// <summary>A state with a number from the private range, as the device declares it.</summary>
    /// <param name="number">The number, 192 to 254.</param>
    /// <param name="name">The name: 1 to 16 of a-z, 0-9 and -, a letter first; not that of an official kind or setting.</param>
    /// <param name="on">The word for on, 1 to 16 characters.</param>
    /// <param name="off">The word for off, 1 to 16 characters.</param>
    /// <exception cref="ArgumentException">A value is not of its form; the message says which.</exception>
    public static Condition Private(int number, string name, string on = "on", string off = "off") =>
        !BatchFormat.IsPrivateState(number) ? throw new ArgumentException($"{number} is no private state: take {BatchFormat.FirstPrivateState} to {BatchFormat.LastPrivate}", nameof(number))
        : !KindWords.IsName(name) ? throw new ArgumentException(Measurement.NameRule, nameof(name))
        : !KindWords.IsWord(on) || !KindWords.IsWord(off) ? throw new ArgumentException("the words for on and off have 1 to 16 characters", KindWords.IsWord(on) ? nameof(off) : nameof(on))
        : new Condition(number, name, on, off);

    /// <summary>The word for a value.</summary>
    /// <param name="isOn">On or off.</param>
    public string Word(bool isOn) => isOn ? On : Off;

    /// <summary>Whether two declarations are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Condition? left, Condition? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two declarations differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Condition? left, Condition? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(Condition? other) => other is not null && Kind == other.Kind && Name == other.Name && On == other.On && Off == other.Off;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Condition);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name);

    /// <summary>Its <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
