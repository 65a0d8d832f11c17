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

    private readonly HandlerCall _call = new(plan, scopes, client.MessagingSystem);

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
        EventFilter filter = plan.Filter with { After = await _call.LoadCheckpointsAsync(stoppingToken).ConfigureAwait(false) };
        await foreach (NanoEvent e in client.ReadAsync(filter, stoppingToken).ConfigureAwait(false))
        {
            await HandleAsync(e, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(NanoEvent e, CancellationToken cancellationToken)
    {
        TimeSpan wait = _firstWait;
        while (await _call.TryAsync(e, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            health.Problem = $"{e}: {problem.Message}";
            Log.NotHandled(logger, problem, e.Kind, e.Device, e.Sequence, wait);
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < _maxWait ? wait * 2 : _maxWait;
        }

        health.Problem = null;
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
