using System.CommandLine;
using NanoEvents.Bridge;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Past;
using NanoEvents.History;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Commands;

/// <summary>`import`: a trace, or lines that were exported, into a history.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        Option<string> data = PastOptions.Data("The file of the history; it is made where there is none");
        TraceOptions trace = new("A trace (CSV): what a device would raise for it");
        Option<string> device = CommonOptions.Device("The device that the trace is of");
        Option<string> events = new("--events") { Description = "Lines that watch --json or export --json printed; - for standard input", HelpName = "FILE" };
        Command command = new("import", "Put a trace, or lines that were exported, into a history");
        command.Add(data);
        trace.AddTo(command);
        command.Add(device);
        command.Add(events);
        command.Validators.Add(result =>
        {
            bool hasTrace = trace.IsGiven(result);
            if (result.Children.SelectMany(child => child.Tokens).Any(token => token.Value.Length == 0))
            {
                // The option whose value is empty says so itself.
            }
            else if (hasTrace == result.GetResult(events) is { Implicit: false })
            {
                result.AddError("import needs one thing to import: --trace FILE, or --events FILE.");
            }
            else if (hasTrace && result.GetResult(device) is null or { Implicit: true })
            {
                result.AddError("--trace needs the device that it is of: --device ID.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(data), trace.Open(parsed), parsed.GetValue(device), parsed.GetValue(events), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string data, Trace? trace, string? device, string? events, CancellationToken cancellation)
    {
        ImportSources.Counts counts = new();
        using TextReader? lines = trace is null ? Open(events!) : null;
        await using FileEvents source = new(lines is null ? ImportSources.OfTrace(trace!, device!) : ImportSources.OfLines(lines, events == "-" ? "standard input" : events!, counts));
        await using HistoryEventSink sink = new(new HistoryOptions { Path = data });
        await PastOptions.TryOpenAsync(sink, cancellation);
        EventBridge bridge = new(source, sink, new EventBridgeOptions { Name = data });
        await bridge.RunAsync(cancellation);
        BridgeStats stats = bridge.Stats;
        StandardError.Say($"{stats.Delivered} records written to {data}{(stats.Suppressed > 0 ? $", {stats.Suppressed} were there already" : "")}");
        return counts.Bad == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static TextReader Open(string path)
    {
        try
        {
            return path == "-" ? Console.In : new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--events cannot be read: {e.Message}");
        }
    }
}
