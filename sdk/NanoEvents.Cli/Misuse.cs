using System.CommandLine;

namespace NanoEvents.Cli;

/// <summary>Says in one line what is wrong with a command line, and what to do.</summary>
internal static class Misuse
{
    public static string Describe(ParseResult parsed, Command root)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (command != root)
        {
            string problem = unknown == null ? parsed.Errors[0].Message : $"{command.Name} does not take {Name(unknown)}.";
            return $"{problem} Try: nanoevents {command.Name} --help";
        }

        string verbs = string.Join(", ", root.Subcommands.Select(verb => verb.Name));
        return $"{(unknown == null ? "a verb is missing" : $"nanoevents does not take {Name(unknown)}")}: give one of {verbs}. Try: nanoevents --help";
    }

    // An address may hold a password, and was perhaps meant for --broker.
    private static string Name(string token) =>
        token.Contains("://", StringComparison.Ordinal) || token.Contains('@') ? "an address without --broker before it" : $"'{token}'";
}
