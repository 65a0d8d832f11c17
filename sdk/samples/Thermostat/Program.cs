using NanoEvents;
using Samples;

// Set the limits on the device: temperature.high and temperature.low.
await using var client = new EventClient(new EventClientOptions
{
    Broker = args.FirstOrDefault() ?? "mqtt://127.0.0.1:1883",
    Session = "thermostat",
});
await new Thermostat(client, (why, on) => Console.WriteLine($"Heating {(on ? "on" : "off")}: {why}")).RunAsync();
