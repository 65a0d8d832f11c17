namespace NanoEvents.Cli.Configure;

/// <summary>What a device's console has answered to one command.</summary>
/// <param name="IsOk">Whether it has done it.</param>
/// <param name="Text">The last line, without its ok or error.</param>
/// <param name="Lines">The lines before it.</param>
internal sealed record ConsoleAnswer(bool IsOk, string Text, IReadOnlyList<string> Lines);
