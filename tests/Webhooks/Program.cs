using NanoEvents.Webhooks.Tests.Sending;

// `hook …` is a receiver that the tests start and kill. Everything else is for the test runner.
if (args is ["hook", "handler", .. string[] handler])
{
    return await HandlerProcess.RunAsync(handler);
}

if (args is ["hook", .. string[] rest])
{
    return await HookProcess.RunAsync(rest);
}

bool isServer = args.Any(arg => arg is "--server" or "--internal-msbuild-node");
return isServer
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, NanoEvents.Webhooks.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
