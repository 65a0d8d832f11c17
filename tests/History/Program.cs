using NanoEvents.History.Tests;

// `write …` is the process that a test starts and kills. Everything else is for the test runner.
if (args is ["write", .. string[] rest])
{
    return await WriterProcess.RunAsync(rest);
}

bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
return isServer
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
