using System.CommandLine;
using System.CommandLine.Help;
using NanoEvents.Cli;
using NanoEvents.Cli.Commands;

Command root = new("nanoevents", "Events from microcontrollers, in .NET: each once, in order, with its time. See it work: nanoevents demo")
{
    DemoCommand.Create(),
    WatchCommand.Create(),
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

return await CommandRunner.RunAsync(root, args);
