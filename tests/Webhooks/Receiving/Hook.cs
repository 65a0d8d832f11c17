using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NanoEvents.Webhooks.AspNetCore;

namespace NanoEvents.Webhooks.Tests.Receiving;

/// <summary>An application that receives webhooks, in Kestrel on loopback.</summary>
internal sealed class Hook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lines _log;

    private Hook(WebApplication app, WebhookKey key, FakeTimeProvider time, ConcurrentQueue<NanoEvent> handled, Lines log)
    {
        _app = app;
        _log = log;
        Key = key;
        Time = time;
        Handled = handled;
        Sender = new HookSender(new Uri(app.Urls.First() + "/hook"), key, time);
    }

    public WebhookKey Key { get; }

    /// <summary>The clock of the application and of the sender.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>What the handler has handled.</summary>
    public ConcurrentQueue<NanoEvent> Handled { get; }

    public HookSender Sender { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What the application has logged.</summary>
    public string Log => string.Join('\n', _log.All);

    /// <param name="handle">What the handler does before an event counts as handled; null for nothing.</param>
    /// <param name="options">The options, whose keys are added.</param>
    /// <param name="add">Adds another handler.</param>
    public static async Task<Hook> StartAsync(
        Func<NanoEvent, CancellationToken, ValueTask>? handle = null, WebhookReceiverOptions? options = null, Action<NanoEvents.Hosting.NanoEventsBuilder>? add = null)
    {
        WebhookKey key = WebhookKey.Create();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.Zero));
        var log = new Lines();
        var handled = new ConcurrentQueue<NanoEvent>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddHealthChecks().AddNanoEventsWebhook();
        NanoEvents.Hosting.NanoEventsBuilder events = builder.Services.AddNanoEventsWebhook();
        if (add is null)
        {
            events.Handle(async (e, stop) =>
            {
                await (handle?.Invoke(e, stop) ?? ValueTask.CompletedTask);
                handled.Enqueue(e);
            });
        }
        else
        {
            add(events);
        }

        WebApplication app = builder.Build();
        app.MapNanoEvents("/hook", (options ?? new WebhookReceiverOptions()) with { Keys = [WebhookKey.Create(), key] });
        await app.StartAsync();
        return new Hook(app, key, time, handled, log);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Sender.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{logLevel} {formatter(state, exception)} {exception?.Message}");

        public void Dispose()
        {
        }
    }
}
