using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Screen;
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
        Option<string> session = new("--session")
        {
            Description = "Let the broker keep events under this name while nobody watches, and begin with them the next time",
            HelpName = "NAME",
        };
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        Option<bool> present = new("--present") { Description = "Show a table of the present values that changes, instead of events" };
        Option<bool> yes = BridgeTool.Yes();
        Command command = new("watch", "Show live events of a broker's devices, or what a bridge has written");
        broker.AddTo(command);
        foreach (Option option in (Option[])[device, group, session, json, csv, present, yes])
        {
            command.Add(option);
        }

        CommonOptions.OnlyOne(command, json, csv, present);
        command.SetAction((parsed, cancellation) =>
        {
            if (broker.Target(parsed) is { } address && KnownTargets.Find(address) == null)
            {
                return BridgeTool.RunAsync(parsed, parsed.GetValue(yes));
            }

            LineForm form = LineForms.Of(parsed.GetValue(json), parsed.GetValue(csv));
            Show show = parsed.GetValue(present) ? PresentRun.ShowAsync : (client, device, cancellation) => ShowAsync(client, device, form, cancellation);
            return RunAsync(broker, parsed, parsed.GetValue(device), parsed.GetValue(group), parsed.GetValue(session), show, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        BrokerOptions broker, ParseResult parsed, string? device, string? group, string? session, Show show, CancellationToken cancellation)
    {
        if (broker.Target(parsed) is not { } address)
        {
            EventClientOptions options = broker.Read(parsed)! with { Session = session };
            await using EventClient client = new(options.FindProblem() is { } problem ? throw new CommandException(problem) : options);
            return group == null
                ? await show(client, BrokerOptions.Device(options, device), cancellation)
                : throw new CommandException("--group is for what a bridge has written: give --broker an address such as redis://127.0.0.1/events");
        }

        if (session != null)
        {
            throw new CommandException("--session is for a broker of MQTT: what a bridge has written is there anyway; --group NAME goes on where the group was");
        }

        (ITarget target, TargetOptions from) = broker.ReadTarget(parsed, address, group);
        await using IEventClient reader = target.OpenClient(from);
        return await show(reader, device, cancellation);
    }

    private static async Task<int> ShowAsync(IEventClient client, string? device, LineForm form, CancellationToken cancellation)
    {
        using LiveEvents live = new(EventViews.Open(form), () => client.Stats, cancellation);
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

    private delegate Task<int> Show(IEventClient client, string? device, CancellationToken cancellation);
}
