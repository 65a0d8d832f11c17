using System.CommandLine;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`watch`: live events of a broker's devices.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        Option<Uri> broker = CommonOptions.Broker();
        Option<string> device = CommonOptions.Device("This device alone (all)");
        Option<string> ca = CommonOptions.Ca();
        Option<bool> json = CommonOptions.Json();
        Command command = new("watch", "Live events of a broker's devices") { broker, device, ca, json };
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetRequiredValue(broker), parsed.GetValue(device), parsed.GetValue(ca), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri broker, string? device, string? ca, bool asJson, CancellationToken cancellation)
    {
        EventClientOptions options = new() { Broker = broker.OriginalString, CaFile = ca };
        if (options.FindProblem() is { } problem)
        {
            throw new CommandException(problem);
        }

        await using EventClient client = new(options);
        using LiveEvents live = new(EventViews.Open(asJson), () => client.Stats, cancellation);
        client.Remarked += remark => live.Remark(remark.Text);
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(new EventFilter { Device = device }, live.Ending))
            {
                live.Show(e);
            }
        }
        catch (BrokerRefusedException e)
        {
            throw new CommandException(e.Message);
        }
        catch (OperationCanceledException) when (live.Failure != null)
        {
            throw live.Failure;
        }

        return CommandRunner.Done;
    }
}
