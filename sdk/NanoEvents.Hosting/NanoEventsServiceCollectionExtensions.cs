using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoEvents;
using NanoEvents.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds NanoEvents to an application.</summary>
public static class NanoEventsServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="IEventClient"/>, with options from a section of the configuration: each key is the name of a property of
    /// <see cref="EventClientOptions"/>. If a key is unknown or a value is invalid, the application does not start, and the message says which.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section, such as <c>NanoEvents</c>.</param>
    public static NanoEventsBuilder AddNanoEvents(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        NanoEventsBuilder builder = services.AddNanoEvents(_ => { });
        services.AddSingleton<IConfigureOptions<EventClientOptions>>(new ConfigurationOptions(section));
        services.AddSingleton<IValidateOptions<EventClientOptions>>(new ConfigurationOptions(section));
        return builder;
    }

    /// <summary>Adds an <see cref="IEventClient"/>; the options are validated when the application starts.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options.</param>
    public static NanoEventsBuilder AddNanoEvents(this IServiceCollection services, Action<EventClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EventClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventClientOptions>, OptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<EventClientOptions>, ApplicationServices>());
        services.TryAddSingleton<IEventClient>(provider => new EventClient(provider.GetRequiredService<IOptions<EventClientOptions>>().Value));
        return new NanoEventsBuilder(services);
    }

    // The application's clock and logs, unless the options name others.
    private sealed class ApplicationServices(IServiceProvider provider) : IConfigureOptions<EventClientOptions>
    {
        public void Configure(EventClientOptions options)
        {
            options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
            options.TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider;
        }
    }

    private sealed class OptionsCheck : IValidateOptions<EventClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, EventClientOptions options) =>
            options.FindProblem() is { } problem ? ValidateOptionsResult.Fail($"NanoEvents: {problem}.") : ValidateOptionsResult.Success;
    }
}
