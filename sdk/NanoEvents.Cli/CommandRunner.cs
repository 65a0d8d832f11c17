using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Simulator;

namespace NanoEvents.Cli;

/// <summary>Runs a command line. Exit codes: 0 done, 1 failed, 2 misused; an error is one line.</summary>
internal static class CommandRunner
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            string command = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
            Remarks.Error($"{parsed.Errors[0].Message} Try: nanoevents {command}--help");
            return Misused;
        }

        try
        {
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            return Done;
        }
        catch (Exception e) when (e is CommandException or TraceException)
        {
            Remarks.Error(e.Message);
            return Failed;
        }
        catch (IOException e) when (Console.IsOutputRedirected)
        {
            // Whoever read our output has closed it: `nanoevents decode … | head` is not a failure of ours.
            _ = e;
            return Done;
        }
        catch (Exception e)
        {
            Remarks.Error($"{e.GetType().Name}: {e.Message}");
            return Failed;
        }
    }
}
