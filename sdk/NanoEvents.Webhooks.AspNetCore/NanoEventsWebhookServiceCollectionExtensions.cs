using Microsoft.Extensions.DependencyInjection.Extensions;
using NanoEvents.Hosting;
using NanoEvents.Webhooks.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what a receiver of webhooks needs to an application.</summary>
public static class NanoEventsWebhookServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>app.MapNanoEvents(…)</c> needs. Continue with <see cref="NanoEventsBuilder.Handle{THandler}()"/>: it takes the handlers that it takes
    /// after <c>AddNanoEvents(…)</c>.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    public static NanoEventsBuilder AddNanoEventsWebhook(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Receivers>();
        return new NanoEventsBuilder(services, reads: false);
    }

    /// <summary>
    /// Adds a check of the application's receivers of webhooks: unhealthy if the handler fails, and degraded if in the last five minutes events were lost or
    /// could not be read, or requests had a wrong signature.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check.</param>
    public static IHealthChecksBuilder AddNanoEventsWebhook(this IHealthChecksBuilder builder, string name = "nanoevents-webhook")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<Receivers>();
        return builder.AddCheck<WebhookHealthCheck>(name);
    }
}
