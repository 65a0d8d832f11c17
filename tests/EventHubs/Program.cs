using NanoEvents.EventHubs.Tests;

// `hub …` is the process that a test starts and kills. Everything else is for the test runner.
if (args is ["hub", .. string[] rest])
{
    return await HubProcess.RunAsync(rest);
}

bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
return isServer
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
