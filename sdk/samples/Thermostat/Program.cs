using NanoEvents;
using Samples;

await using var client = new EventClient(args.FirstOrDefault() ?? "mqtt://127.0.0.1:1883");
string device = args.ElementAtOrDefault(1) ?? "flat";
await new Thermostat(client, device, low: 19, high: 20, (why, on) => Console.WriteLine($"Heating {(on ? "on" : "off")}: {why}"), TimeProvider.System).RunAsync();
