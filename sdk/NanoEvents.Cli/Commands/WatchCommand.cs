using System.CommandLine;
using NanoEvents.Bridge;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>`watch`: live events of a broker's devices.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        BrokerOptions broker = new(mayBeTarget: true);
        Option<string> device = CommonOptions.Device("Only this device (all)", mayHavePrefix: true);
        Option<string> group = new("--group") { Description = "Share what a bridge has written with the other readers of this group", HelpName = "NAME" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("watch", "Show live events of a broker's devices, or what a bridge has written");
        broker.AddTo(command);
        command.Add(device);
        command.Add(group);
        command.Add(json);
        command.SetAction((parsed, cancellation) =>
            RunAsync(broker, parsed, parsed.GetValue(device), parsed.GetValue(group), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        BrokerOptions broker, ParseResult parsed, string? device, string? group, bool asJson, CancellationToken cancellation)
    {
        if (broker.Target(parsed) is not { } address)
        {
            EventClientOptions options = broker.Read(parsed)!;
            await using EventClient client = new(options);
            return group == null
                ? await ShowAsync(client, BrokerOptions.Device(options, device), asJson, cancellation)
                : throw new CommandException("--group is for what a bridge has written: give --broker an address such as redis://127.0.0.1/events");
        }

        if (KnownTargets.Find(address) == null)
        {
            return await BridgeTool.RunAsync([.. parsed.Tokens.Select(token => token.Value)]);
        }

        (ITarget target, TargetOptions from) = broker.ReadTarget(parsed, address, group);
        await using RecordEventClient reader = target.OpenClient(from);
        return await ShowAsync(reader, device, asJson, cancellation);
    }

    private static async Task<int> ShowAsync(IEventClient client, string? device, bool asJson, CancellationToken cancellation)
    {
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
