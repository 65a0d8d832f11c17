using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoEvents.Hosting;

/// <summary>
/// Unhealthy if the broker is not connected or the handler fails. Degraded if devices are stale or offline, two boards have one name, events were
/// lost, the handler is slow, or the client warns about the broker.
/// </summary>
internal sealed class EventHealthCheck(IEventClient client, HandlerHealth handler, EventHealthOptions options, TimeProvider time) : IHealthCheck
{
    // For a state on its way.
    private static readonly TimeSpan _delay = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly Recent _losses = new(options);
    private readonly Recent _lostSessions = new(options);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        ClientStats stats = client.Stats;
        List<string> stale = FindStale(now, stats.Behind);
        IReadOnlyList<string> warnings = client.Warnings;
        List<string> clashes = FindClashes();
        var data = new Dictionary<string, object>
        {
            ["connected"] = client.IsConnected,
            ["events"] = stats.Events,
            ["lost"] = stats.Lost,
            ["decodeFailures"] = stats.DecodeFailures,
            ["behindSeconds"] = stats.Behind.TotalSeconds,
            ["stale"] = stale,
            ["nameClashes"] = clashes,
            ["warnings"] = warnings,
        };
        List<string> problems = [];
        AddIf(problems, !client.IsConnected, "The broker is not connected.");
        AddIf(problems, handler.Problem is not null, $"The handler fails: {handler.Problem}");
        HealthStatus status = problems.Count > 0 ? context.Registration.FailureStatus : HealthStatus.Degraded;
        AddIf(problems, handler.Problem is null && stats.Behind > options.SlowAfter, $"The handler is slow: it is at what came {Text(stats.Behind)} ago.");
        AddIf(problems, stale.Count > 0, $"Nothing comes from {string.Join(", ", stale)}.");
        problems.AddRange(clashes);
        AddIf(problems, _losses.Has(stats.Lost, now), $"{stats.Lost} events were lost.");
        AddIf(problems, _lostSessions.Has(stats.SessionsLost, now), "The broker has lost the session.");
        problems.AddRange(warnings.Select(warning => warning.EndsWith('.') ? warning : warning + "."));
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("Events come.", data)
            : new HealthCheckResult(status, string.Join(' ', problems), null, data));
    }

    private static void AddIf(List<string> problems, bool condition, string problem)
    {
        if (condition)
        {
            problems.Add(problem);
        }
    }

    private static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} min";

    private List<string> FindStale(DateTimeOffset now, TimeSpan behind)
    {
        List<DeviceState> known = [.. client.Devices];
        IEnumerable<DeviceState> missing = options.Devices.Except(known.Select(d => d.Device)).Select(name => new DeviceState { Device = name });

        // For a device of which only retained messages are known, the time counts from the start of this program. Messages that have not been read
        // yet do not make a device stale.
        return [.. known.Concat(missing)
            .Where(d => d.Online == false || now - behind - (d.LastSeen ?? _start) > (options.StaleAfter ?? ((d.StatePeriod * 2) + _delay)))
            .Select(d => d.Device).Order(StringComparer.Ordinal)];
    }

    private List<string> FindClashes() =>
        [.. client.Devices.Where(d => d.ClashingBoots.Count > 1).OrderBy(d => d.Device, StringComparer.Ordinal)
            .Select(d => $"{d.ClashingBoots.Count} boards are called {d.Device} (boots {string.Join(" and ", d.ClashingBoots)}): give one of them a device.id of its own.")];

    // The total of a short while ago, however often it is requested.
    private sealed class Recent(EventHealthOptions options)
    {
        private readonly Lock _lock = new();
        private long _count;
        private DateTimeOffset? _seen;

        public bool Has(long count, DateTimeOffset now)
        {
            lock (_lock)
            {
                _seen = count > _count ? now : _seen;
                _count = count;
                return now - _seen <= options.LossIsToldFor;
            }
        }
    }
}
