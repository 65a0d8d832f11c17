namespace NanoEvents.Hosting;

/// <summary>Which events go to which handler.</summary>
internal sealed record HandlerPlan(EventFilter Filter, Func<IServiceProvider, IEventHandler> Make);
