namespace NanoEvents;

/// <summary>
/// A notice for people, such as: the client waits for the broker, or a message was not understood. Code does not have to react to it.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">One line.</param>
public readonly record struct Notice(NoticeKind Kind, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
