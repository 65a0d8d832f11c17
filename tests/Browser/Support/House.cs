using System.Net;
using System.Text.Json;
using NanoEvents.Dashboard;
using NanoEvents.Tests;

namespace NanoEvents.Browser.Tests.Support;

/// <summary>A broker and a dashboard in this process; its history is in a folder of its own.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly EventDashboard _dashboard;
    private readonly CancellationTokenSource _ending = new();
    private Task _running = Task.CompletedTask;

    private House(TestBroker broker, DirectoryInfo folder, EventDashboard dashboard) => (Broker, _folder, _dashboard) = (broker, folder, dashboard);

    public TestBroker Broker { get; }

    public Uri Address => _dashboard.Address;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 10_000 });

    /// <summary>Starts both, and comes back when the dashboard reads.</summary>
    public static async Task<House> StartAsync(Func<DashboardOptions, DashboardOptions>? change = null)
    {
        TestBroker broker = await TestBroker.StartAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("dashboard");
        DashboardOptions options = new()
        {
            Broker = new EventClientOptions { Broker = broker.Address, GapPatience = TimeSpan.FromMilliseconds(200), ReconnectDelay = TimeSpan.FromMilliseconds(100) },
            Data = Path.Combine(folder.FullName, "house.db"),
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
        };
        House house = new(broker, folder, new EventDashboard(change?.Invoke(options) ?? options));
        await house._dashboard.StartAsync(TestContext.Current.CancellationToken);
        house._running = house._dashboard.RunAsync(house._ending.Token);
        house.Http.BaseAddress = house.Address;
        return house;
    }

    /// <summary>Waits until it reads.</summary>
    public Task UntilConnectedAsync() => Waiting.UntilAsync(async () => (await AskAsync("api/now")).GetProperty("broker").GetProperty("connected").GetBoolean());

    /// <summary>An answer as JSON.</summary>
    public async Task<JsonElement> AskAsync(string path) =>
        JsonElement.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>Waits until the history has so many events of the device, delivered and lost.</summary>
    public Task UntilRaisedAsync(long raised) => Waiting.UntilAsync(async () =>
        (await AskAsync("api/health")).GetProperty("devices").EnumerateArray().Any(device => device.GetProperty("raised").GetInt64() >= raised));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _dashboard.DisposeAsync();
        await Broker.DisposeAsync();
        Http.Dispose();
        _ending.Dispose();
        _folder.Delete(true);
    }
}
