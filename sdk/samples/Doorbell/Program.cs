using NanoEvents;
using Samples;

await using var client = new EventClient(args.FirstOrDefault() ?? "mqtt://127.0.0.1:1883");
var doorbell = new Doorbell(
    client,
    args.ElementAtOrDefault(1) ?? "door",
    start: why => Console.WriteLine($"Recording starts: {why}"),
    stop: why => Console.WriteLine($"Recording stops: {why}"),
    quiet: TimeSpan.FromSeconds(args.Length > 2 ? double.Parse(args[2]) : 10),
    TimeProvider.System);
await doorbell.RunAsync();
