using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoEvents.Hosting;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>The application's receivers: each has a path.</summary>
internal sealed class Receivers(IServiceProvider services, TimeProvider time, ILogger<Receiver> log) : IDisposable
{
    private readonly ConcurrentQueue<Receiver> _all = [];

    public IReadOnlyCollection<Receiver> All => _all;

    public Receiver Add(string path, WebhookReceiverOptions options)
    {
        HandlerPlan plan = services.GetService<HandlerPlan>()
            ?? throw new InvalidOperationException("There is no handler for webhooks: continue AddNanoEventsWebhook() with .Handle<YourHandler>().");
        CancellationToken stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var call = new HandlerCall(plan, services.GetRequiredService<IServiceScopeFactory>(), "webhook");
        var counts = new ReceiverCounts(path, time);
        var receiver = new Receiver(path, options, new DeviceLanes(plan.Filter, call, options, counts, log, stopping), counts, time, log);
        _all.Enqueue(receiver);
        return receiver;
    }

    public void Dispose()
    {
        foreach (Receiver receiver in _all)
        {
            receiver.Lanes.Dispose();
        }
    }
}
