using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Commands;

/// <summary>`encode`: the batches of a trace, a line of hex each.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        TraceOptions trace = new("The trace to encode (CSV)", isRequired: true);
        Option<int> batch = new("--batch") { Description = "Events in a batch, 1 to 64", DefaultValueFactory = _ => 64, HelpName = "N" };
        batch.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int count) || count is < 1 or > 64))
            {
                result.AddError($"--batch must be a whole number from 1 to 64, not '{result.Tokens[0].Value}'.");
            }
        });
        Command command = new("encode", "Print the batches that the firmware would send for a trace, one line of hex each");
        trace.AddTo(command);
        command.Add(batch);
        command.SetAction(parsed => Run(trace.Open(parsed)!, parsed.GetValue(batch)));
        return command;
    }

    private static int Run(Trace trace, int eventsABatch)
    {
        using StreamWriter output = StandardOutput.Open();
        foreach (byte[] bytes in BatchEncoder.Encode(trace, eventsABatch))
        {
            output.WriteLine(Convert.ToHexStringLower(bytes));
        }

        return ExitCode.Done;
    }
}
