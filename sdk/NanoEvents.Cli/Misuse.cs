using System.CommandLine;
using System.Text.RegularExpressions;
using NanoEvents.Firmware;

namespace NanoEvents.Cli;

/// <summary>
/// Says in one line what is wrong with a command line, and what to do. A word that has no place is perhaps the rest of a password with a blank in it: where
/// a verb takes secrets, such words are not repeated.
/// </summary>
internal static partial class Misuse
{
    // Options whose values are secrets, or may hold one.
    private static readonly string[] _secret = ["--broker", "--set", "--user", "--password-file", "--to", "--to-password-file"];

    public static string Describe(ParseResult parsed, Command root)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (command != root)
        {
            string problem = unknown == null ? parsed.Errors[0].Message : AsSentence($"{command.Name} does not take {Name(unknown, command)}");
            return $"{problem} Try: nanoevents {command.Name} --help";
        }

        string verbs = string.Join(", ", root.Subcommands.Select(verb => verb.Name));
        string found = unknown == null ? "a verb is missing" : $"nanoevents does not take {NameOfVerb(unknown, root)}";
        return $"{found}: give one of {verbs}. Try: nanoevents --help";
    }

    private static string AsSentence(string text) => text.EndsWith('?') ? text : text + ".";

    private static string Name(string token, Command command)
    {
        if (!command.Options.Any(option => _secret.Contains(option.Name)))
        {
            return token.Contains("://", StringComparison.Ordinal) || token.Contains('@') ? "an address" : $"'{token}'";
        }

        string name = token.Split('=', ':')[0];
        return token.StartsWith('-')
            ? command.Options.FirstOrDefault(option => IsNear(name, option.Name)) is { } meant ? $"'{name}': did you mean {meant.Name}?" : "an option of this name"
            : token.Contains("://", StringComparison.Ordinal) || token.Contains('@') ? "an address without --broker before it"
            : "a word without an option before it: a value with blanks goes into quotation marks";
    }

    private static string NameOfVerb(string token, Command root) =>
        OptionName().IsMatch(token) || root.Subcommands.Any(verb => IsNear(token, verb.Name)) ? $"'{token}'"
        : token.Contains("://", StringComparison.Ordinal) || token.Contains('@') ? "an address without --broker before it"
        : "its first word";

    private static bool IsNear(string typed, string name) => EditDistance.Between(typed, name) <= 2;

    [GeneratedRegex("^--[a-z][a-z-]*$")]
    private static partial Regex OptionName();
}
