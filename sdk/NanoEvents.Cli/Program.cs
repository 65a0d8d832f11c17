using System.CommandLine;
using NanoEvents.Cli;
using NanoEvents.Cli.Commands;

RootCommand root = new("Events from microcontrollers, in .NET.")
{
    DemoCommand.Create(),
    WatchCommand.Create(),
    BrokerCommand.Create(),
    FlashCommand.Create(),
    DoctorCommand.Create(),
    SimulateCommand.Create(),
    ConfigureCommand.Create(),
    EncodeCommand.Create(),
    DecodeCommand.Create(),
};

return await CommandRunner.RunAsync(root, args);
