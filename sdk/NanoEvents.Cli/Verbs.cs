using System.CommandLine;
using System.CommandLine.Help;
using NanoEvents.Cli.Commands;

namespace NanoEvents.Cli;

/// <summary>All that the command can do.</summary>
internal static class Verbs
{
    public static Command Create() => Checked(NewRoot());

    /// <summary>What `nanoevents-bridge` can do: the verbs that know targets.</summary>
    public static Command CreateOfTool() => Checked(new("nanoevents-bridge", "watch and bridge of the nanoevents command, with Redis, Kafka, AMQP and Event Hubs. That command starts this one where it needs it")
    {
        WatchCommand.Create(),
        BridgeCommand.Create(),
        new HelpOption(),
        new VersionOption(),
    });

    private static Command Checked(Command root)
    {
        foreach (Option option in root.Subcommands.SelectMany(verb => verb.Options).Where(option => option.Arity.MaximumNumberOfValues > 0))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                {
                    result.AddError($"{option.Name} must be given a value, not ''.");
                }
            });
        }

        return root;
    }

    private static Command NewRoot() => new("nanoevents", "Events from microcontrollers, in .NET: each once, in order, with its time. See it work: nanoevents demo")
    {
        DemoCommand.Create(),
        WatchCommand.Create(),
        DashboardCommand.Create(),
        BridgeCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        ForgetCommand.Create(),
        BrokerCommand.Create(),
        CertificatesCommand.Create(),
        FlashCommand.Create(),
        DoctorCommand.Create(),
        SimulateCommand.Create(),
        ConfigureCommand.Create(),
        EncodeCommand.Create(),
        DecodeCommand.Create(),
        AsyncApiCommand.Create(),
        new HelpOption(),
        new VersionOption(),
    };
}
