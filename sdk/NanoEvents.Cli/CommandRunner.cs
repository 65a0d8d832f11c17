using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Simulator;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli;

/// <summary>Runs a command line. Exit codes: 0 done, 1 failed, 2 misused; an error is one line.</summary>
internal static class CommandRunner
{
    // A bridge finishes its writes. The other commands end at once.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(Command root, string[] args)
    {
        try
        {
            ParseResult parsed = Parse(root, args);
            if (parsed.Errors.Count > 0)
            {
                StandardError.Error(Misuse.Describe(parsed, root));
                return ExitCode.Misused;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = _patience });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done;
        }
        catch (IOException e) when (StandardOutput.IsClosed(e))
        {
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            StandardError.Error(Describe(e));
            return ExitCode.Failed;
        }
    }

    /// <summary>Reads a command line.</summary>
    public static ParseResult Parse(Command root, string[] args) => root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static string Describe(Exception e) => e switch
    {
        CommandException or NoAnswerException or TraceException or FaultScriptException => e.Message,
        IOException => $"standard output cannot be written: {e.Message}",
        _ => $"{e.Message} ({e.GetType().Name}: a mistake of ours, please report it)",
    };
}
