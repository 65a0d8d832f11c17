namespace NanoEvents.Cli.Doctor;

/// <summary>One thing that was looked at, how it is, and what to do where it is not well.</summary>
/// <param name="Check">What was looked at, in a word.</param>
/// <param name="Grade">How it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Mend">What to do; null where nothing.</param>
internal sealed record Finding(string Check, Grade Grade, string Text, string? Mend = null)
{
    public static Finding Ok(string check, string text) => new(check, Grade.Ok, text);

    public static Finding Warning(string check, string text, string mend) => new(check, Grade.Warning, text, mend);

    public static Finding Error(string check, string text, string mend) => new(check, Grade.Error, text, mend);
}

/// <summary>How something is.</summary>
internal enum Grade
{
    Ok,
    Warning,
    Error,
}
