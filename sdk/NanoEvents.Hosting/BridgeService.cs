using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoEvents.Bridge;

namespace NanoEvents.Hosting;

/// <summary>Runs a bridge while the application runs.</summary>
internal sealed class BridgeService(IConfiguration section, Func<IServiceProvider, IEventSink> target, IServiceProvider services) : BackgroundService
{
    private readonly EventClientOptions _options = Read(section, services);
    private EventBridge? _bridge;

    /// <summary>The present state of the bridge.</summary>
    public BridgeState State => _bridge?.State ?? BridgeState.Starting;

    /// <summary>Why it waits; null if it does not.</summary>
    public string? Problem => _bridge?.Problem;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var client = new EventClient(_options);
        IEventSink sink = target(services);
        await using (client.ConfigureAwait(false))
        await using (sink.ConfigureAwait(false))
        {
            _bridge = new EventBridge(client, sink, new EventBridgeOptions
            {
                Name = sink.ToString() ?? "target",
                LoggerFactory = _options.LoggerFactory,
                TimeProvider = _options.TimeProvider,
            });
            await _bridge.RunAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private static EventClientOptions Read(IConfiguration section, IServiceProvider services)
    {
        var read = new ConfigurationOptions(section);
        var options = new EventClientOptions
        {
            LoggerFactory = services.GetService<ILoggerFactory>(),
            TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
        };
        read.Configure(options);
        ValidateOptionsResult result = read.Validate(null, options);
        string? problem = result.Failed ? result.FailureMessage : options.FindProblem() ?? (options.Session is null ? "a bridge needs a Session, in which events wait" : null);
        return problem is null ? options : throw new OptionsValidationException("NanoEvents", typeof(EventClientOptions), [problem]);
    }
}
