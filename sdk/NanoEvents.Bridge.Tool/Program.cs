using NanoEvents.Bridge.Tool;
using NanoEvents.Cli;
using NanoEvents.Cli.Targets;
using NanoEvents.Samples;

Sensors.Declare();
KnownTargets.Add(new RedisTarget());
KnownTargets.Add(new KafkaTarget());
KnownTargets.Add(new AmqpTarget());
KnownTargets.Add(new EventHubsTarget());
KnownTargets.Add(new WebhookTarget());

return await CommandRunner.RunAsync(Verbs.CreateOfTool(), args);
