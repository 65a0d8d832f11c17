using System.Net;
using NanoEvents.Dashboard;

namespace NanoEvents.Cli.Demo;

/// <summary>The page of a demo: its history is a file that lasts as long as the demo.</summary>
internal sealed class DemoPage : IAsyncDisposable
{
    // Faster than this, a page could not draw it anyway.
    private const double Fastest = 100_000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _reconnect = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-demo").FullName;
    private readonly TaskCompletionSource _reads = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly EventDashboard _dashboard;
    private Task _running = Task.CompletedTask;

    private DemoPage(EmbeddedBroker broker, string title, double speed, TimeProvider clock)
    {
        _dashboard = new EventDashboard(new DashboardOptions
        {
            Broker = new EventClientOptions { Broker = broker.LocalUrl.OriginalString, Session = "demo-page", ReconnectDelay = _reconnect },
            Data = Path.Combine(_folder, "history.db"),
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Title = title,
            TimeProvider = clock,
            Speed = Math.Min(speed, Fastest),
        });
        _dashboard.NoticeReceived += (_, e) =>
        {
            if (e.Notice.Kind == NoticeKind.Connected)
            {
                _reads.TrySetResult();
            }
        };
    }

    /// <summary>Where it is.</summary>
    public Uri Address => _dashboard.Address;

    /// <summary>Serves the page.</summary>
    public static async Task<DemoPage> StartAsync(EmbeddedBroker broker, string title, double speed, TimeProvider clock, CancellationToken cancellation)
    {
        DemoPage page = new(broker, title, speed, clock);
        await page._dashboard.StartAsync(cancellation);
        return page;
    }

    /// <summary>Begins to read, and comes back when it is subscribed, so that it misses nothing.</summary>
    public async Task ReadAsync()
    {
        _running = _dashboard.RunAsync(_ending.Token);
        await Task.WhenAny(_reads.Task, _running, Task.Delay(_patience));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _dashboard.DisposeAsync();
        _ending.Dispose();
        try
        {
            Directory.Delete(_folder, true);
        }
        catch (IOException)
        {
            // The system clears its folder for temporary files.
        }
    }
}
