using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoEvents.Hosting;

/// <summary>
/// Unhealthy where the broker is not connected or the handler fails, degraded where devices are stale or offline, two boards have one name or events were lost.
/// </summary>
internal sealed class EventHealthCheck(IEventClient client, HandlerHealth handler, EventHealthOptions options, TimeProvider time) : IHealthCheck
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly Lock _lock = new();
    private long _lost;
    private DateTimeOffset? _lossSeen;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        ClientStats stats = client.Stats;
        List<string> stale = FindStale(now);
        bool hasLost = HasLost(stats.Lost, now);
        List<string> clashes = FindClashes();
        var data = new Dictionary<string, object>
        {
            ["connected"] = client.IsConnected,
            ["events"] = stats.Events,
            ["lost"] = stats.Lost,
            ["decodeFailures"] = stats.DecodeFailures,
            ["stale"] = stale,
            ["nameClashes"] = clashes,
        };
        List<string> problems = [];
        AddIf(problems, !client.IsConnected, "The broker is not connected.");
        AddIf(problems, handler.Problem is not null, $"The handler fails: {handler.Problem}");
        HealthStatus status = problems.Count > 0 ? context.Registration.FailureStatus : HealthStatus.Degraded;
        AddIf(problems, stale.Count > 0, $"Nothing comes from {string.Join(", ", stale)}.");
        problems.AddRange(clashes);
        AddIf(problems, hasLost, $"{stats.Lost} events were lost.");
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

    private List<string> FindStale(DateTimeOffset now)
    {
        List<DeviceState> known = [.. client.Devices];
        IEnumerable<DeviceState> missing = options.Devices.Except(known.Select(d => d.Device)).Select(name => new DeviceState { Device = name });

        // A device that only the broker has told of gets its time from our start on.
        return [.. known.Concat(missing)
            .Where(d => d.Online == false || now - (d.LastSeen ?? _start) > options.StaleAfter)
            .Select(d => d.Device).Order(StringComparer.Ordinal)];
    }

    private List<string> FindClashes() =>
        [.. client.Devices.Where(d => d.ClashingBoots.Count > 1).OrderBy(d => d.Device, StringComparer.Ordinal)
            .Select(d => $"{d.ClashingBoots.Count} boards are called {d.Device} (boots {string.Join(" and ", d.ClashingBoots)}): give one of them a device.id of its own.")];

    private bool HasLost(long lost, DateTimeOffset now)
    {
        lock (_lock)
        {
            _lossSeen = lost > _lost ? now : _lossSeen;
            _lost = lost;
            return now - _lossSeen <= options.LossIsToldFor;
        }
    }
}
