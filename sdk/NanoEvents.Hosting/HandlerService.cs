using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoEvents.Hosting;

/// <summary>Reads events while the application runs, and calls the handler for each until it succeeds.</summary>
internal sealed class HandlerService(
    IEventClient client, HandlerPlan plan, IServiceScopeFactory scopes, HandlerHealth health, TimeProvider time, ILogger<HandlerService> logger)
    : BackgroundService
{
    private const int Failed = 1;
    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _maxWait = TimeSpan.FromMinutes(1);

    // The name of the library that reads, so that collectors see one name for both.
    private static readonly ActivitySource _activities = new(EventClient.TelemetryName);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReadAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            // The host would end with exit code 0. Set another one, so that a service manager restarts the program.
            Environment.ExitCode = Environment.ExitCode == 0 ? Failed : Environment.ExitCode;
            throw;
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        EventFilter filter = plan.Filter with { After = await LoadCheckpointsAsync(stoppingToken).ConfigureAwait(false) ?? plan.Filter.After };
        await foreach (NanoEvent e in client.ReadAsync(filter, stoppingToken).ConfigureAwait(false))
        {
            await HandleAsync(e, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyCollection<Checkpoint>?> LoadCheckpointsAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            IReadOnlyCollection<Checkpoint> loaded = await plan.Make(scope.ServiceProvider).LoadCheckpointsAsync(cancellationToken).ConfigureAwait(false);
            return loaded.Count == 0 ? null : loaded;
        }
    }

    private async Task HandleAsync(NanoEvent e, CancellationToken cancellationToken)
    {
        TimeSpan wait = _firstWait;
        while (!await TryHandleAsync(e, wait, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < _maxWait ? wait * 2 : _maxWait;
        }
    }

    private async Task<bool> TryHandleAsync(NanoEvent e, TimeSpan wait, CancellationToken cancellationToken)
    {
        using Activity? activity = Start(e);
        try
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await plan.Make(scope.ServiceProvider).HandleAsync(e, cancellationToken).ConfigureAwait(false);
            }

            health.Problem = null;
            return true;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, problem.Message);
            health.Problem = $"{e}: {problem.Message}";
            Log.NotHandled(logger, problem, e.Kind, e.Device, e.Sequence, wait);
            return false;
        }
    }

    private Activity? Start(in NanoEvent e)
    {
        Activity? activity = _activities.StartActivity("handle event", ActivityKind.Consumer);
        return activity?.SetTag("messaging.system", client.MessagingSystem).SetTag("messaging.operation.type", "process")
            .SetTag("nanoevents.device", e.Device).SetTag("nanoevents.kind", e.Kind.ToString().ToLowerInvariant())
            .SetTag("nanoevents.boot", e.BootId).SetTag("nanoevents.sequence", e.Sequence);
    }
}

/// <summary>Which events go to which handler.</summary>
internal sealed record HandlerPlan(EventFilter Filter, Func<IServiceProvider, IEventHandler> Make);

/// <summary>Whether the handler makes progress: set by the service, read by the health check.</summary>
internal sealed class HandlerHealth
{
    private volatile string? _problem;

    /// <summary>Why the present event cannot be handled; null if the handler works.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }
}
