using System.Net;
using NanoEvents.Bridge;
using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>
/// A page in the browser: reads the devices of a broker, writes their history into a file, and shows the present, the past and the health of each.
/// </summary>
/// <example>
/// <code>
/// await using var dashboard = new EventDashboard(new DashboardOptions { Data = "house.db" });
/// await dashboard.StartAsync();
/// Console.WriteLine(dashboard.Address);
/// await dashboard.RunAsync(cancellationToken);
/// </code>
/// </example>
public sealed class EventDashboard : IAsyncDisposable
{
    private readonly DashboardOptions _options;
    private readonly LiveFeed _feed;
    private readonly HouseReader _reader;
    private EventHistory? _history;
    private WebServer? _server;

    /// <summary>Creates a dashboard. It opens nothing yet.</summary>
    /// <param name="options">What to show, and to whom.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public EventDashboard(DashboardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
        _feed = new LiveFeed();
        _reader = new HouseReader(_options, _feed);
        _reader.NoticeReceived += (_, e) => NoticeReceived?.Invoke(this, e);
    }

    /// <summary>Raised with a line for people: connected, waiting for the broker, a warning. It is raised on any thread.</summary>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <summary>The page's address, such as <c>http://127.0.0.1:8088</c>, once it is started.</summary>
    public Uri Address => _server?.Address ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>Opens the file and serves the page.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HistoryException">The file is no history, or cannot be opened.</exception>
    /// <exception cref="SinkBusyException">Another program writes to the file.</exception>
    /// <exception cref="DashboardException">The address is in use, or is not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _reader.OpenAsync(cancellationToken).ConfigureAwait(false);
        _history = new EventHistory(_options.Data);
        _server = new WebServer(_options, new Answers(_options, _reader, _history), _feed);
        await _server.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads until you cancel. Then it finishes the writes that are on their way, and returns; the page stays until you dispose of the dashboard.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription; or another program uses this session.</exception>
    /// <remarks>A broker that is absent is waited for without a limit; <see cref="NoticeReceived"/> tells. You can run a dashboard once.</remarks>
    public Task RunAsync(CancellationToken cancellationToken) =>
        _server is null ? throw new InvalidOperationException("Call StartAsync first.") : _reader.RunAsync(cancellationToken);

    /// <summary>Ends the page and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _feed.End();
        if (_server is { } server)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        _history?.Dispose();
        await _reader.DisposeAsync().ConfigureAwait(false);
    }
}
