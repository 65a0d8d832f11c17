using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoEvents.Bridge;

namespace NanoEvents.Hosting;

/// <summary>Says whether the application's bridges carry events.</summary>
internal sealed class BridgeHealthCheck(IEnumerable<BridgeService> bridges) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Looked at once: a bridge may begin to run meanwhile.
        List<(BridgeState State, string? Problem)> idle = [.. bridges.Select(bridge => (bridge.State, bridge.Problem)).Where(bridge => bridge.State != BridgeState.Running)];
        string problems = string.Join("; ", idle.Select(bridge => bridge.Problem ?? $"a bridge is {bridge.State}"));
        return Task.FromResult(idle.Count == 0 ? HealthCheckResult.Healthy()
            : idle.All(bridge => bridge.State is BridgeState.Standby or BridgeState.Starting) ? HealthCheckResult.Degraded(problems)
            : HealthCheckResult.Unhealthy(problems));
    }
}
