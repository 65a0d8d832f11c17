using NanoEvents.Kafka.Tests;

// `write …` and `read …` are the processes that the tests start and kill; `measure [EVENTS]` prints a table. Everything else is for the test runner.
switch (args)
{
    case ["write", .. string[] rest]:
        return await WriterProcess.RunAsync(rest);
    case ["read", .. string[] rest]:
        return await ReaderProcess.RunAsync(rest);
    case ["measure", .. string[] rest]:
        return await Measure.RunAsync(rest);
    default:
        bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
        return isServer
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
