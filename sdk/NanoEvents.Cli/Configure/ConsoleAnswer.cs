namespace NanoEvents.Cli.Configure;

/// <summary>The answer of a device's console to one command.</summary>
/// <param name="IsOk">Whether the command has succeeded.</param>
/// <param name="Text">The last line, without its ok or error.</param>
/// <param name="Lines">The lines before it.</param>
internal sealed record ConsoleAnswer(bool IsOk, string Text, IReadOnlyList<string> Lines);
