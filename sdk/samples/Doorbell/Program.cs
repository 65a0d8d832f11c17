using NanoEvents;
using Samples;

await using var client = new EventClient(args.FirstOrDefault() ?? "mqtt://127.0.0.1:1883");
var doorbell = new Doorbell(
    client,
    start: () => Console.WriteLine("Recording starts: there is motion"),
    stop: () => Console.WriteLine("Recording stops: it is quiet"),
    quiet: TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1]) : 10),
    TimeProvider.System);
await doorbell.RunAsync();
