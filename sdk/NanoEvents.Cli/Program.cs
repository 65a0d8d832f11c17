using System.CommandLine;
using NanoEvents.Cli;
using NanoEvents.Cli.Commands;

RootCommand root = new("Events from microcontrollers, in .NET.")
{
    DemoCommand.Create(),
    WatchCommand.Create(),
    BrokerCommand.Create(),
    SimulateCommand.Create(),
    EncodeCommand.Create(),
    DecodeCommand.Create(),
    AsyncApiCommand.Create(),
};

return await CommandRunner.RunAsync(root, args);
