using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Hosting;
using NanoEvents.Redis;
using NanoEvents.Testing;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests;

public sealed class HostTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly FakeSink _sink = new();

    [Fact]
    public async Task AHostRunsABridgeAndItsHealthSaysHowItIs()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        bool isAbsent = true;
        _sink.Absence = () => isAbsent ? new IOException("nobody there") : null;
        using IHost host = Build(("Broker", broker.Address), ("Session", "hosted"));
        await host.StartAsync(_stop);
        await Waiting.UntilAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Unhealthy);
        Assert.Equal("nobody there", (await HealthAsync(host)).Description);

        isAbsent = false;
        await Waiting.UntilAsync(async () => (await broker.Server.GetClientsAsync()).Count == 1);
        await Waiting.UntilAsync(async () =>
        {
            // The first batch begins the session's count, whichever the subscription is in time for.
            await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true });
            return _sink.Ids.Count == 2;
        });

        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
        await host.StopAsync(_stop);
    }

    [Theory]
    [InlineData("Brokr", "mqtt://127.0.0.1", "Brokr is not a setting")]
    [InlineData("Broker", "mqtt://127.0.0.1", "a bridge needs a Session")]
    public async Task AWrongSectionStopsTheStart(string key, string value, string why)
    {
        using IHost host = Build((key, value));

        OptionsValidationException wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(_stop));

        Assert.Contains(why, wrong.Message);
    }

    [Fact]
    public async Task TheSpanOfAnEventNamesTheSystemThatItCameThrough()
    {
        RedisServer.SkipWhereAbsent();
        await using RedisServer redis = await RedisServer.StartAsync();
        RedisOptions options = new() { Address = redis.Address("events") };
        await using (FakeEventClient source = new())
        {
            source.Device("spanned").Motion(true);
            source.Complete();
            await using RedisEventSink sink = new(options);
            await new EventBridge(source, sink).RunAsync(_stop);
        }

        TaskCompletionSource<object?> system = new();
        using ActivityListener listener = new()
        {
            ShouldListenTo = activities => activities.Name == EventClient.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => _ = span.OperationName == "handle event" && Equals(span.GetTagItem("nanoevents.device"), "spanned")
                && system.TrySetResult(span.GetTagItem("messaging.system")),
        };
        ActivitySource.AddActivityListener(listener);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        await using RedisEventClient client = new(options);
        builder.Services.AddSingleton<IEventClient>(client);
        builder.Services.AddNanoEvents(_ => { }).Handle<Nothing>();
        using IHost host = builder.Build();
        await host.StartAsync(_stop);

        Assert.Equal("redis", await system.Task.WaitAsync(Waiting.Limit, _stop));
        await host.StopAsync(_stop);
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>($"Bridge:{s.Key}", s.Value)));
        builder.Services.AddNanoEventsBridge(builder.Configuration.GetSection("Bridge"), _ => _sink);
        builder.Services.AddHealthChecks().AddNanoEventsBridges();
        return builder.Build();
    }

    private async Task<(HealthStatus Status, string? Description)> HealthAsync(IHost host)
    {
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_stop);
        return (report.Status, report.Entries["nanoevents-bridge"].Description);
    }

    private sealed class Nothing : IEventHandler
    {
        public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken) => default;
    }
}
