using NanoEvents.Bridge.Tests;
using NanoEvents.Bridge.Tests.Support;

// `read …` is the process that the tests start and kill. Everything else is for the test runner.
if (args is ["read", .. string[] rest])
{
    return await ReaderProcess.RunAsync(rest);
}

bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
return isServer
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
