using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace NanoEvents.Dashboard;

/// <summary>What an <see cref="EventDashboard"/> shows, and to whom.</summary>
public sealed record DashboardOptions
{
    /// <summary>
    /// The broker. Its session holds the events that come while the dashboard is not running. If it is null, it gets a name made of this machine and
    /// <see cref="Data"/>.
    /// </summary>
    public EventClientOptions Broker { get; set; } = new();

    /// <summary>The file of the history. It is made where it does not exist; its folder must exist.</summary>
    public string Data { get; set; } = "";

    /// <summary>How long single events stay in the history; null for ever. Hourly and daily summaries stay.</summary>
    public TimeSpan? Keep { get; set; }

    /// <summary>The address and the port of the page; port 0 for any that is free. An address other than loopback needs a <see cref="Password"/>.</summary>
    public IPEndPoint Listen { get; set; } = new(IPAddress.Loopback, 0);

    /// <summary>What the browser asks for, with any user name; null for nothing.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Names under which the page may be asked for, besides addresses, <c>localhost</c> and the name of this machine: that of a proxy which adds TLS, say.
    /// </summary>
    public IReadOnlyCollection<string> HostNames { get; set; } = [];

    /// <summary>What the page says at its top; null for the broker.</summary>
    public string? Title { get; set; }

    /// <summary>The clock: what the page takes for now.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How many times faster than real time the clock runs; 1 unless a trace is played.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>Where the reading logs; null for no log.</summary>
    public Microsoft.Extensions.Logging.ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where the broker is. Options contain passwords, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public override string ToString() => $"{nameof(DashboardOptions)} {{ Broker = {Broker}, Data = {Data}, Listen = {Listen} }}";

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        Broker.FindProblem() is { } broker ? broker
        : string.IsNullOrWhiteSpace(Data) ? "the dashboard needs a file for its history"
        : !IPAddress.IsLoopback(Listen.Address) && string.IsNullOrEmpty(Password) ? "an address that others can reach needs a password"
        : Keep < TimeSpan.FromDays(1) ? "events are kept for a day at least"
        : !(Speed > 0) ? "the clock must run"
        : null;

    /// <summary>The broker's options for the reader that writes the history.</summary>
    internal EventClientOptions ForEvents() => Reading() with { Session = Broker.Session ?? SessionFor(Data), ReceiveMaximum = 256 };

    /// <summary>The broker's options for the reader of the present.</summary>
    internal EventClientOptions ForStates() => Reading() with { Session = null, ClientId = null };

    // Where the clock runs fast, the wait for the broker is short: it would be shown as long as it were for the clock.
    private EventClientOptions Reading() => Broker with
    {
        TimeProvider = TimeProvider,
        LoggerFactory = LoggerFactory,
        LongestReconnectDelay = TimeSpan.FromMinutes(1) / Math.Max(1, Speed) is var longest && longest > Broker.ReconnectDelay ? longest : Broker.ReconnectDelay,
    };

    // The same at each start, and another one for another file.
    private static string SessionFor(string data) =>
        $"dashboard-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Path.GetFullPath(data)}"))[..6])}";
}
