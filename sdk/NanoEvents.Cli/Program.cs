using NanoEvents.Cli;
using NanoEvents.Samples;

Sensors.Declare();

return await CommandRunner.RunAsync(Verbs.Create(), args);
