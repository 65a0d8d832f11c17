using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>Unhealthy if the handler fails. Degraded if events were lost or could not be read lately, or requests had a wrong signature.</summary>
internal sealed class WebhookHealthCheck(Receivers receivers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> fails = [.. receivers.All.SelectMany(r => r.Lanes.Problems)];
        List<string> problems = [.. receivers.All.SelectMany(ProblemsOf)];
        if (fails.Count > 0)
        {
            problems.Insert(0, $"The handler fails for {Devices(fails.Count)}: {fails[0]}");
        }

        Dictionary<string, object> data = new()
        {
            ["events"] = receivers.All.Sum(r => r.Counts.Events.Snapshot().Delivered),
            ["duplicates"] = receivers.All.Sum(r => r.Counts.Events.Snapshot().Duplicates),
            ["lost"] = receivers.All.Sum(r => r.Counts.Events.Snapshot().Lost),
            ["unreadable"] = receivers.All.Sum(r => r.Counts.AllUnreadable),
            ["refused"] = receivers.All.Sum(r => r.Counts.Of(StatusCodes.Status401Unauthorized)),
        };
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("Webhooks are received.", data)
            : new HealthCheckResult(fails.Count > 0 ? context.Registration.FailureStatus : HealthStatus.Degraded, string.Join(' ', problems), null, data));
    }

    private static string Devices(int count) => count == 1 ? "a device" : $"{count} devices";

    private static IEnumerable<string> ProblemsOf(Receiver receiver)
    {
        ReceiverCounts counts = receiver.Counts;
        long lost = counts.Events.Snapshot().Lost;
        long forged = counts.Of(StatusCodes.Status401Unauthorized);
        if (counts.LostLately.Has(lost))
        {
            yield return $"{lost} events were lost.";
        }

        if (counts.UnreadableLately.Has(counts.AllUnreadable))
        {
            yield return $"{counts.AllUnreadable} events could not be read.";
        }

        if (counts.ForgedLately.Has(forged))
        {
            yield return $"{forged} requests to {receiver.Path} had no valid signature.";
        }
    }
}
