using System.CommandLine;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`watch`: live events of a broker's devices.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<string> device = CommonOptions.Device("Only this device (all)", mayHavePrefix: true);
        Option<bool> json = CommonOptions.Json();
        Command command = new("watch", "Show live events of a broker's devices");
        broker.AddTo(command);
        command.Add(device);
        command.Add(json);
        command.SetAction((parsed, cancellation) =>
            Run(broker.Read(parsed)!, parsed.GetValue(device), parsed.GetValue(json), cancellation));
        return command;
    }

    private static Task<int> Run(EventClientOptions options, string? device, bool asJson, CancellationToken cancellation) =>
        RunAsync(options, BrokerOptions.Device(options, device), asJson, cancellation);

    private static async Task<int> RunAsync(EventClientOptions options, string? device, bool asJson, CancellationToken cancellation)
    {
        await using EventClient client = new(options);
        using LiveEvents live = new(EventViews.Open(asJson), () => client.Stats, cancellation);
        client.NoticeReceived += (_, e) => live.Notice(e.Notice.Text);
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

        return ExitCode.Done;
    }
}
