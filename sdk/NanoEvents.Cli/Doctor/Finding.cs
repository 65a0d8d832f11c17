namespace NanoEvents.Cli.Doctor;

/// <summary>One check: its name, its result, and how to fix a problem.</summary>
/// <param name="Check">The name of the check, in one word.</param>
/// <param name="Grade">How it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Mend">What to do; null for nothing.</param>
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
