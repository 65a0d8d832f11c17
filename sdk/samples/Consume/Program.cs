using NanoEvents;

await using var client = new EventClient(args.FirstOrDefault() ?? "mqtt://127.0.0.1:1883");
client.NoticeReceived += (_, e) => Console.Error.WriteLine(e.Notice);

// Asking for the next event says that this one is handled.
await foreach (NanoEvent e in client.ReadAsync())
{
    Console.WriteLine(e.Kind switch
    {
        EventKind.Motion => $"{e.Time:u} {e.Device}: {(e.Moving == true ? "somebody is there" : "nobody is there")}",
        EventKind.Temperature => $"{e.Time:u} {e.Device}: {e.Celsius:0.00} °C",
        _ => e.ToString(),
    });
}
