using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoEvents;
using NanoEvents.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of NanoEvents to that of an application.</summary>
public static class NanoEventsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the application's <see cref="IEventClient"/>: unhealthy if the broker is not connected or the handler fails, and degraded if
    /// devices are stale or offline, or events were lost.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="configure">Sets the limits; null for the defaults.</param>
    /// <param name="name">The name of the check.</param>
    public static IHealthChecksBuilder AddNanoEvents(
        this IHealthChecksBuilder builder, Action<EventHealthOptions>? configure = null, string name = "nanoevents")
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new EventHealthOptions();
        configure?.Invoke(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<HandlerHealth>();
        builder.Services.AddKeyedSingleton(name, (provider, _) => new EventHealthCheck(
            provider.GetRequiredService<IEventClient>(), provider.GetRequiredService<HandlerHealth>(), options, provider.GetRequiredService<TimeProvider>()));
        return builder.Add(new HealthCheckRegistration(name, provider => provider.GetRequiredKeyedService<EventHealthCheck>(name), null, null));
    }
}
