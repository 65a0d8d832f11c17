using NanoEvents;
using NanoEvents.Bridge;
using NanoEvents.Dashboard;
using NanoEvents.History;

// The history of a broker's devices in a file: Past write BROKER FILE, Past read FILE DEVICE, Past page BROKER FILE
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
switch (args)
{
    case ["write", var broker, var file]:
        await WriteAsync(broker, file, stop.Token);
        break;
    case ["read", var file, var device]:
        await ReadAsync(file, device);
        break;
    case ["page", var broker, var file]:
        await ShowAsync(broker, file, stop.Token);
        break;
    default:
        Console.Error.WriteLine("Past write BROKER FILE, Past read FILE DEVICE, or Past page BROKER FILE");
        break;
}

static async Task WriteAsync(string broker, string file, CancellationToken cancellationToken)
{
    #region write
    await using var client = new EventClient(new EventClientOptions { Broker = broker, Session = "history" });
    await using var sink = new HistoryEventSink(new HistoryOptions { Path = file, Keep = TimeSpan.FromDays(400) });
    await new EventBridge(client, sink).RunAsync(cancellationToken);
    #endregion
}

static async Task ReadAsync(string file, string device)
{
    #region read
    DateTimeOffset to = DateTimeOffset.UtcNow, from = to.AddDays(-1);
    using var history = new EventHistory(file);
    foreach (SeriesPoint point in await history.ReadSeriesAsync(device, "temperature/0", from, to, points: 500))
    {
        Console.WriteLine($"{point.Time:u} {point.Mean:F1} °C");
    }

    foreach (HistoryLoss loss in await history.ReadLossesAsync(device, from, to))
    {
        Console.WriteLine($"{loss.Count} lost after {loss.After:u}: {loss.Cause}");
    }
    #endregion
}

static async Task ShowAsync(string broker, string file, CancellationToken cancellationToken)
{
    #region page
    await using var dashboard = new EventDashboard(new DashboardOptions { Broker = { Broker = broker }, Data = file });
    await dashboard.StartAsync(cancellationToken);
    Console.WriteLine(dashboard.Address);
    await dashboard.RunAsync(cancellationToken);
    #endregion
}
