using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NanoEvents.Hosting;
using NanoEvents.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class HostingTests
{
    private readonly FakeTimeProvider _time = new(TimelineRun.Start);
    private readonly FakeEventClient _client;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public HostingTests()
    {
        _client = new FakeEventClient(_time);
    }

    [Fact]
    public async Task AHandlerIsMadeForEachEventWithTheServicesOfAScope()
    {
        using IHost host = Build(services => services.AddScoped<Scoped>().AddSingleton<List<string>>().AddNanoEvents(Nothing).Handle<ScopedHandler>());
        await host.StartAsync(_stop);
        _client.Device("hall").Motion(true).Motion(false);

        await TestReader.UntilAsync(() => _client.Handled.Count == 2);

        List<string> handled = host.Services.GetRequiredService<List<string>>();
        Assert.Equal(2, handled.Distinct().Count());
        await host.StopAsync(_stop);
    }

    [Fact]
    public async Task AHandlerThatThrowsGetsTheSameEventAgainAfterGrowingWaits()
    {
        var tries = new List<(uint? Sequence, DateTimeOffset At)>();
        using IHost host = Build(services => services.AddNanoEvents(Nothing).Handle((e, _) =>
        {
            lock (tries)
            {
                tries.Add((e.Sequence, _time.GetUtcNow()));
                return tries.Count <= 2 ? throw new TimeoutException("not yet") : ValueTask.CompletedTask;
            }
        }));
        await host.StartAsync(_stop);
        _client.Device("hall").Motion(true).Motion(false);

        await TestReader.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            return Task.FromResult(_client.Handled.Count == 2);
        });

        Assert.Equal([1u, 1u, 1u, 2u], tries.Select(t => t.Sequence!.Value));
        Assert.True(tries[1].At - tries[0].At >= TimeSpan.FromSeconds(1));
        Assert.True(tries[2].At - tries[1].At >= TimeSpan.FromSeconds(2));
        await host.StopAsync(_stop);
    }

    [Fact]
    public async Task WhatTheHandlerHasStoredDoesNotComeAgain()
    {
        _client.Device("hall").Motion(true).Motion(false).Motion(true);
        var handler = new Resuming();
        using IHost host = Build(services => services.AddSingleton(handler).AddNanoEvents(Nothing).Handle<Resuming>());

        await host.StartAsync(_stop);
        await TestReader.UntilAsync(() => _client.Handled.Count == 1);

        Assert.Equal([3u], handler.Seen);
        await host.StopAsync(_stop);
    }

    [Fact]
    public void OneHandlerIsEnough()
    {
        NanoEventsBuilder builder = new ServiceCollection().AddNanoEvents(Nothing).Handle((_, _) => ValueTask.CompletedTask);

        Assert.Throws<InvalidOperationException>(() => builder.Handle<Resuming>());
    }

    [Fact]
    public void EveryOptionHasASetting()
    {
        var values = new Dictionary<string, string?>
        {
            ["Broker"] = "mqtt://broker:1",
            ["UserName"] = "me",
            ["Password"] = "secret",
            ["Session"] = "s",
            ["ClientId"] = "c",
            ["SessionExpiry"] = "1.00:00:00",
            ["GapPatience"] = "00:00:07",
            ["ReconnectDelay"] = "00:00:02",
            ["ReceiveMaximum"] = "8",
            ["MaxDevices"] = "9",
            ["TopicPrefix"] = "site1",
            ["KeepAlive"] = "00:01:00",
        };

        EventClientOptions read = Read(values);

        Assert.Equal(
            new EventClientOptions
            {
                Broker = "mqtt://broker:1",
                UserName = "me",
                Password = "secret",
                Session = "s",
                ClientId = "c",
                SessionExpiry = TimeSpan.FromDays(1),
                GapPatience = TimeSpan.FromSeconds(7),
                ReconnectDelay = TimeSpan.FromSeconds(2),
                ReceiveMaximum = 8,
                MaxDevices = 9,
                TopicPrefix = "site1",
                KeepAlive = TimeSpan.FromMinutes(1),
                Kinds = read.Kinds,
                Checkpoints = read.Checkpoints,
                LoggerFactory = read.LoggerFactory,
            },
            read);
        string[] inCode = ["Kinds", "Authorities", "Certificate", "Checkpoints", "TimeProvider", "LoggerFactory"];
        var wrong = Assert.Throws<OptionsValidationException>(() => Read(new() { ["Nothing"] = "1" }));
        Assert.All(
            typeof(EventClientOptions).GetProperties().Select(p => p.Name).Except(inCode), name => Assert.Contains($" {name}", wrong.Message));
    }

    [Theory]
    [InlineData("Broker", "http://x", "NanoEvents: the broker's address must begin with mqtt:// or mqtts://.")]
    [InlineData("Brokr", "mqtt://x", "NanoEvents:Brokr is not a setting. There are: Broker, ")]
    [InlineData("GapPatience", "soon", "NanoEvents:GapPatience cannot be what it is.")]
    [InlineData("ReceiveMaximum", "many", "NanoEvents:ReceiveMaximum cannot be what it is.")]
    public async Task AWrongSettingEndsTheStart(string key, string value, string problem)
    {
        using IHost host = Build(services => services.AddNanoEvents(Section(new() { [key] = value })));

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(_stop));

        Assert.Contains(problem, e.Message);
    }

    [Fact]
    public async Task HealthKnowsTheBrokerStaleDevicesAndLoss()
    {
        using IHost host = Build(services =>
        {
            services.AddNanoEvents(Nothing);
            services.AddHealthChecks().AddNanoEvents(health => health.Devices.Add("cellar"));
        });
        FakeDevice hall = _client.Device("hall");
        hall.Motion(true);
        Assert.Equal((HealthStatus.Healthy, "Events come."), await CheckAsync(host));

        _time.Advance(TimeSpan.FromMinutes(2));
        hall.Lose(3).Motion(false);
        Assert.Equal((HealthStatus.Degraded, "3 events were lost."), await CheckAsync(host));

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((HealthStatus.Degraded, "Nothing comes from cellar. 3 events were lost."), await CheckAsync(host));
        _client.Device("cellar").Motion(true);
        hall.Online(false);
        _time.Advance(TimeSpan.FromMinutes(2));
        hall.Motion(true);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((HealthStatus.Degraded, "Nothing comes from cellar, hall."), await CheckAsync(host));

        _client.IsConnected = false;
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);
    }

    [Theory]
    [InlineData("Broker", "mqtt://hall:12#secret@broker")]
    [InlineData("mqtt://hall:secret@broker", "x")]
    [InlineData("KeepAlive", "mqtt://hall:secret@broker")]
    public async Task ValidationRepeatsNoPartOfAPassword(string key, string value)
    {
        using IHost host = Build(services => services.AddNanoEvents(Section(new() { [key] = value })));

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(_stop));

        Assert.DoesNotContain("secret", e.ToString());
    }

    [Fact]
    public async Task ASlowHandlerIsReportedAsWhatItIs()
    {
        var go = new TaskCompletionSource();
        using IHost host = Build(services =>
        {
            services.AddNanoEvents(Nothing).Handle(async (_, _) => await go.Task);
            services.AddHealthChecks().AddNanoEvents();
        });
        await host.StartAsync(_stop);
        _client.Device("hall").Motion(true);
        await TestReader.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return _client.Stats.Behind > TimeSpan.Zero;
        });

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((HealthStatus.Degraded, "The handler is slow: it is at what came 5 min ago."), await CheckAsync(host));
        go.SetResult();
        await TestReader.UntilAsync(() => _client.Handled.Count == 1);
        await host.StopAsync(_stop);
    }

    [Fact]
    public async Task ADeviceThatTheBrokerHasForgottenDoesNotHauntHealth()
    {
        using IHost host = Build(services => Health(services));
        _client.Device("hall").Motion(true).Online(false);
        Assert.Equal((HealthStatus.Degraded, "Nothing comes from hall."), await CheckAsync(host));

        _client.Device("hall").Forget();
        Assert.Equal((HealthStatus.Healthy, "Events come."), await CheckAsync(host));

        _client.Device("hall").Motion(false);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal((HealthStatus.Degraded, "Nothing comes from hall."), await CheckAsync(host));
    }

    [Fact]
    public async Task WhatTheClientWarnsOfIsDegraded()
    {
        using IHost host = Build(services => Health(services));

        _client.Warnings = ["The broker at mqtts://b:8883: its certificate is soon over."];

        Assert.Equal((HealthStatus.Degraded, "The broker at mqtts://b:8883: its certificate is soon over."), await CheckAsync(host));
    }

    [Fact]
    public async Task TwoBoardsWithOneNameAreNamed()
    {
        using IHost host = Build(services => Health(services.AddSingleton<IEventClient>(new ClashingClient(_client))));
        _client.Device("hall").Motion(true);
        Assert.Equal((HealthStatus.Healthy, "Events come."), await CheckAsync(host));

        _client.Device("nano").Motion(true);
        Assert.Equal((HealthStatus.Degraded, "2 boards are called nano (boots 7 and 9): give one of them a device.id of its own."), await CheckAsync(host));
    }

    [Fact]
    public async Task AnApplicationThatFollowsThePresentAloneIsHealthy()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using var client = new EventClient(broker.Address);
        using IHost host = Build(services => Health(services.AddSingleton<IEventClient>(client).AddSingleton(TimeProvider.System)));
        await using IAsyncEnumerator<DeviceState> states = client.ReadStateAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop);
        ValueTask<bool> next = states.MoveNextAsync();
        await TestReader.UntilAsync(() => client.IsConnected);
        Assert.Equal((HealthStatus.Healthy, "Events come."), await CheckAsync(host));

        await broker.SendAsync("offline"u8.ToArray(), "hall", "status", retain: true);
        Assert.True(await next);
        Assert.Equal((HealthStatus.Degraded, "Nothing comes from hall."), await CheckAsync(host));

        await broker.SendAsync([], "hall", "status", retain: true);
        Assert.True(await states.MoveNextAsync());
        Assert.Equal((HealthStatus.Healthy, "Events come."), await CheckAsync(host));
    }

    [Fact]
    public async Task HealthKnowsAHandlerThatFails()
    {
        using IHost host = Build(services =>
        {
            services.AddNanoEvents(Nothing).Handle((_, _) => throw new TimeoutException("the disk is full"));
            services.AddHealthChecks().AddNanoEvents();
        });
        await host.StartAsync(_stop);
        _client.Device("hall").Motion(true);

        await TestReader.UntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Unhealthy);

        Assert.EndsWith(": the disk is full", (await CheckAsync(host)).Description);
        await host.StopAsync(_stop);
    }

    private static void Health(IServiceCollection services)
    {
        services.AddNanoEvents(Nothing);
        services.AddHealthChecks().AddNanoEvents();
    }

    private static void Nothing(EventClientOptions options)
    {
    }

    private static IConfigurationSection Section(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create("NanoEvents:" + v.Key, v.Value))).Build()
            .GetSection("NanoEvents");

    private static EventClientOptions Read(Dictionary<string, string?> values)
    {
        var services = new ServiceCollection();
        services.AddNanoEvents(Section(values));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<EventClientOptions>>().Value;
    }

    private IHost Build(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<IEventClient>(_client);
        add(builder.Services);
        return builder.Build();
    }

    private async Task<(HealthStatus Status, string? Description)> CheckAsync(IHost host)
    {
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_stop);
        return (report.Status, report.Entries["nanoevents"].Description);
    }

    /// <summary>Shows two boots of each board that has kept the name nano.</summary>
    private sealed class ClashingClient(FakeEventClient client) : IEventClient
    {
        public event EventHandler<NoticeEventArgs>? NoticeReceived
        {
            add => client.NoticeReceived += value;
            remove => client.NoticeReceived -= value;
        }

        public bool IsConnected => client.IsConnected;

        public IReadOnlyList<string> Warnings => client.Warnings;

        public ClientStats Stats => client.Stats;

        public IReadOnlyList<DeviceState> Devices => [.. client.Devices.Select(d => d.Device == "nano" ? d with { ClashingBoots = [7, 9] } : d)];

        public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state) => client.TryGetState(device, out state);

        public IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
            client.ReadAsync(filter, cancellationToken);

        public IAsyncEnumerable<EventBatch> ReadBatchesAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
            client.ReadBatchesAsync(filter, cancellationToken);

        public IAsyncEnumerable<DeviceState> ReadStateAsync(string? device = null, CancellationToken cancellationToken = default) =>
            client.ReadStateAsync(device, cancellationToken);

        public ValueTask DisposeAsync() => client.DisposeAsync();
    }

    private sealed class Scoped
    {
        public string Name { get; } = Guid.NewGuid().ToString();
    }

    private sealed class ScopedHandler(Scoped scoped, List<string> handled) : IEventHandler
    {
        public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken)
        {
            handled.Add(scoped.Name);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Resuming : IEventHandler
    {
        public List<uint> Seen { get; } = [];

        public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken)
        {
            Seen.Add(e.Sequence!.Value);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyCollection<Checkpoint>> LoadCheckpointsAsync(CancellationToken cancellationToken) =>
            new([new Checkpoint("hall", 1, 2)]);
    }
}
