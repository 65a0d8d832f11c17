using System.CommandLine;
using System.CommandLine.Parsing;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Commands;

/// <summary>The options for a trace and its time zone: the same for every command that reads a trace.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string> _trace;
    private readonly Option<TimeZoneInfo?> _zone = new("--zone")
    {
        Description = "The time zone of the trace's times, such as Europe/Berlin (UTC, or what each time says)",
        HelpName = "ZONE",
        CustomParser = ParseZone,
    };

    /// <param name="description">The purpose of the trace.</param>
    /// <param name="isRequired">Whether the command needs one.</param>
    public TraceOptions(string description, bool isRequired = false)
    {
        _trace = CommonOptions.Trace(description);
        _trace.Required = isRequired;
    }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_trace);
        command.Add(_zone);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_zone) is { Implicit: false } && !IsGiven(result))
            {
                result.AddError("--zone is for the times of a trace: give one with --trace.");
            }
        });
    }

    /// <summary>Whether a trace was given.</summary>
    public bool IsGiven(SymbolResult result) => result.GetResult(_trace) is { Implicit: false };

    /// <summary>Opens the trace; null if none was given.</summary>
    /// <exception cref="TraceException">It cannot be read.</exception>
    public Trace? Open(ParseResult parsed) => parsed.GetValue(_trace) is { } path ? TraceFile.Open(path, parsed.GetValue(_zone)) : null;

    private static TimeZoneInfo? ParseZone(ArgumentResult result)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(result.Tokens[0].Value, out TimeZoneInfo? zone))
        {
            result.AddError($"--zone must be a time zone that this machine knows, such as Europe/Berlin or UTC, not '{result.Tokens[0].Value}'.");
        }

        return zone;
    }
}
