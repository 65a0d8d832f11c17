using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace NanoEvents.Hosting;

/// <summary>Configures what the application does with events.</summary>
public sealed class NanoEventsBuilder
{
    private readonly bool _reads;

    /// <param name="services">The services of the application.</param>
    /// <param name="reads">Whether the host reads the events of an <see cref="IEventClient"/>; false if something else calls the handler.</param>
    internal NanoEventsBuilder(IServiceCollection services, bool reads = true)
    {
        Services = services;
        _reads = reads;
    }

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Reads events while the application runs, and calls a handler for each. Each event gets a new handler with the services of a new scope. If your
    /// handler has to keep data, register it as a singleton yourself.
    /// </summary>
    /// <typeparam name="THandler">Your handler.</typeparam>
    public NanoEventsBuilder Handle<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where THandler : class, IEventHandler => Handle<THandler>(null);

    /// <summary>As <see cref="Handle{THandler}()"/>, for selected events.</summary>
    /// <typeparam name="THandler">Your handler.</typeparam>
    /// <param name="filter">Which events; null for all.</param>
    public NanoEventsBuilder Handle<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(EventFilter? filter)
        where THandler : class, IEventHandler
    {
        Services.TryAddScoped<THandler>();
        return Add(filter, provider => provider.GetRequiredService<THandler>());
    }

    /// <summary>Reads events while the application runs, and calls a method for each event of all devices.</summary>
    /// <param name="handle">Your method. If it throws, it is called again with the same event, after growing waits.</param>
    public NanoEventsBuilder Handle(Func<NanoEvent, CancellationToken, ValueTask> handle) => Handle(handle, null);

    /// <summary>Reads events while the application runs, and calls a method for each selected event.</summary>
    /// <param name="handle">Your method. If it throws, it is called again with the same event, after growing waits.</param>
    /// <param name="filter">Which events; null for all.</param>
    public NanoEventsBuilder Handle(Func<NanoEvent, CancellationToken, ValueTask> handle, EventFilter? filter)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var handler = new MethodHandler(handle);
        return Add(filter, _ => handler);
    }

    private NanoEventsBuilder Add(EventFilter? filter, Func<IServiceProvider, IEventHandler> make)
    {
        if (Services.Any(s => s.ServiceType == typeof(HandlerPlan)))
        {
            throw new InvalidOperationException("There is a handler already. An event is acknowledged once: call the others from it.");
        }

        Services.AddSingleton(new HandlerPlan(filter ?? EventFilter.All, make));
        Services.TryAddSingleton(TimeProvider.System);
        Services.TryAddSingleton<HandlerHealth>();
        if (_reads)
        {
            Services.AddSingleton<IHostedService, HandlerService>();
        }

        return this;
    }

    private sealed class MethodHandler(Func<NanoEvent, CancellationToken, ValueTask> handle) : IEventHandler
    {
        public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken) => handle(e, cancellationToken);
    }
}
