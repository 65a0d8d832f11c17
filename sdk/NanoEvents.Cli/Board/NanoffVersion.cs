using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Board;

/// <summary>Which nanoff this program can use. nanoff 3 has verbs in place of the options, and an older 2 takes the settings file for something to flash.</summary>
internal static partial class NanoffVersion
{
    private static readonly Version _first = new(2, 5, 157);
    private static readonly Version _beyond = new(3, 0);

    /// <summary>The range, for people.</summary>
    public static string Range => $"{_first} or later, below {_beyond.Major}";

    /// <summary>What to type to get the version that fits this firmware. It also replaces a newer one.</summary>
    public static string Install => $"dotnet tool install -g nanoff --version {BoardVersions.Embedded().Nanoff} --allow-downgrade";

    /// <summary>The version in what nanoff prints; null if there is none.</summary>
    public static Version? Read(string output) => Number().Match(output) is { Success: true } match ? Version.Parse(match.Value) : null;

    /// <summary>Why a version cannot be used; null if it can.</summary>
    public static string? FindProblem(Version? version) => version == null ? "nanoff does not tell its version"
        : version < _first || version >= _beyond ? $"nanoff {version} cannot be used: this needs {Range}"
        : null;

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex Number();
}
