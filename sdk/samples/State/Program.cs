using NanoEvents;

// What every source of every device shows now, at once and each time that it changes: State BROKER [CA-FILE]
#region tls
var options = new EventClientOptions
{
    Broker = args[0],                       // mqtts://broker.example for TLS
    CaFile = args.ElementAtOrDefault(1),    // the authority of a broker with a certificate of your own
};
#endregion

#region state
await using var client = new EventClient(options);
await foreach (DeviceState device in client.ReadStateAsync())
{
    foreach (SourceState source in device.Sources)
    {
        string value = source.Celsius is { } celsius ? $"{celsius:0.00} °C" : source.Moving == true ? "moving" : "still";
        Console.WriteLine($"{device.Device} {source.Name ?? $"{source.Type} {source.Source}"}: {source.Fault ?? value}, read {source.Time:u}");
    }
}
#endregion
