bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
return isServer
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, NanoEvents.Webhooks.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
