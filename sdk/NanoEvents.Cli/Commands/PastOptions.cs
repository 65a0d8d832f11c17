using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NanoEvents.Bridge;
using NanoEvents.Cli.Output;
using NanoEvents.History;

namespace NanoEvents.Cli.Commands;

/// <summary>What the commands for a history have in common.</summary>
internal static class PastOptions
{
    public static Option<string> Data(string description) => new("--data") { Description = description, HelpName = "FILE", Required = true };

    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Parse(result, name),
    };

    /// <summary>Opens a history to write, so that what is wrong with the file is said before anything begins.</summary>
    /// <exception cref="CommandException">It cannot be opened, or another program writes to it.</exception>
    public static async Task TryOpenAsync(HistoryEventSink sink, CancellationToken cancellation)
    {
        try
        {
            await sink.LoadAsync(cancellation);
        }
        catch (Exception e) when (e is HistoryException or SinkBusyException)
        {
            throw new CommandException(e.Message);
        }
    }

    private static DateTimeOffset? Parse(ArgumentResult result, string name)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
        {
            return time;
        }

        result.AddError($"{name} must be a time such as 2026-01-31 or 2026-01-31T08:00Z, not '{result.Tokens[0].Value}'.");
        return null;
    }
}
