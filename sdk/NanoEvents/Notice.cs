namespace NanoEvents;

/// <summary>Something that people should know and code need not: that the broker is waited for, that a message was not understood.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">One line.</param>
public readonly record struct Notice(NoticeKind Kind, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
