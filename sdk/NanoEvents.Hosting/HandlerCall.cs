using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace NanoEvents.Hosting;

/// <summary>Calls the application's handler: in a scope of services of its own, and in a span.</summary>
/// <param name="plan">Which handler.</param>
/// <param name="scopes">Makes scopes.</param>
/// <param name="messagingSystem">The system that brings the events, for the span.</param>
internal sealed class HandlerCall(HandlerPlan plan, IServiceScopeFactory scopes, string messagingSystem)
{
    // The name of the library that reads, so that collectors see one name for both.
    private static readonly ActivitySource _activities = new(EventClient.TelemetryName);

    /// <summary>The handler's checkpoints; those of the filter if it has none.</summary>
    public async Task<IReadOnlyCollection<Checkpoint>?> LoadCheckpointsAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            IReadOnlyCollection<Checkpoint> loaded = await plan.Make(scope.ServiceProvider).LoadCheckpointsAsync(cancellationToken).ConfigureAwait(false);
            return loaded.Count == 0 ? plan.Filter.After : loaded;
        }
    }

    /// <summary>Gives the handler an event.</summary>
    /// <returns>Why the event is not handled; null if it is.</returns>
    public async Task<Exception?> TryAsync(NanoEvent e, CancellationToken cancellationToken)
    {
        using Activity? activity = Start(e);
        try
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await plan.Make(scope.ServiceProvider).HandleAsync(e, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, problem.Message);
            return problem;
        }
    }

    private Activity? Start(in NanoEvent e)
    {
        Activity? activity = _activities.StartActivity("handle event", ActivityKind.Consumer);
        return activity?.SetTag("messaging.system", messagingSystem).SetTag("messaging.operation.type", "process")
            .SetTag("nanoevents.device", e.Device).SetTag("nanoevents.kind", e.Kind.ToString().ToLowerInvariant())
            .SetTag("nanoevents.boot", e.BootId).SetTag("nanoevents.sequence", e.Sequence);
    }
}
