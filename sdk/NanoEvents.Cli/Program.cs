using NanoEvents.Cli;

return await CommandRunner.RunAsync(Verbs.Create(), args);
