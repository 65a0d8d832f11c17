using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NanoEvents.Bridge;
using NanoEvents.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds bridges to an application.</summary>
public static class NanoEventsBridgeExtensions
{
    /// <summary>
    /// Carries events from a broker to a target while the application runs. You can add several bridges, each with a section of its own. If a key is
    /// unknown or a value is invalid, the application does not start, and the message says which.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The broker: each key is the name of a property of <see cref="NanoEvents.EventClientOptions"/>. A session is required.</param>
    /// <param name="target">Creates the target.</param>
    public static IServiceCollection AddNanoEventsBridge(this IServiceCollection services, IConfiguration section, Func<IServiceProvider, IEventSink> target)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(target);
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => new BridgeService(section, target, provider));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<BridgeService>(key));
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<BridgeService>(key));
    }

    /// <summary>
    /// Adds a check of the application's bridges: unhealthy if one waits for its target or has ended, and degraded if one is a standby.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check.</param>
    public static IHealthChecksBuilder AddNanoEventsBridges(this IHealthChecksBuilder builder, string name = "nanoevents-bridge")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<BridgeHealthCheck>(name);
    }
}
