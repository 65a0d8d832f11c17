using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using NanoEvents.Bridge;
using NanoEvents.Tests;
using static NanoEvents.Kafka.Tests.Waiting;

namespace NanoEvents.EventHubs.Tests;

/// <summary>Who may write and read, and what a bridge says while it may not. Nothing is missing once it is mended.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly HubServer _hub = new();

    public void Dispose() => _hub.Dispose();

    [Theory]
    [InlineData("wrong key", "events refuses the login: the key is wrong or was renewed, or has no right there")]
    [InlineData("listen only", "events refuses the login: it has no right to send there")]
    [InlineData("send only", "events refuses the login: it has no right to listen there")]
    public async Task ALoginThatIsRefusedIsOneLineAndTheBridgeGoesOnWithAGoodOne(string what, string line)
    {
        EventHubsSinkOptions options = what switch
        {
            "wrong key" => SinkTests.Options(_hub) with { ConnectionString = _hub.ConnectionString("root", "d3Jvbmc=") },
            "listen only" => SinkTests.Options(_hub, "listen"),
            _ => SinkTests.Options(_hub, "send"),
        };
        await using TestBroker broker = await TestBroker.StartAsync();
        await using (Running refused = await StartAsync(broker, options))
        {
            await refused.UntilWaitsAsync(line);
            await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true });
        }

        await using Running good = await StartAsync(broker, SinkTests.Options(_hub));
        await good.UntilWrittenAsync(_hub, "1 2 3");
    }

    [Fact]
    public async Task AHubThatIsUnknownIsWaitedFor()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        _hub.Store.Delete(HubServer.Hub);
        await using Running bridge = await StartAsync(broker, SinkTests.Options(_hub));
        await bridge.UntilWaitsAsync($"there is no hub events in 127.0.0.1:{_hub.Port}, or it is disabled");
        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true });

        _hub.Store.Create(HubServer.Hub);

        await bridge.UntilWrittenAsync(_hub, "1 2 3");
    }

    [Fact]
    public async Task ANamespaceThatIsGoneIsWaitedFor()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        string file = Path.GetTempFileName();
        int port = Ports.Free();
        var hub = new HubServer(port, file);
        await using Running bridge = await StartAsync(broker, SinkTests.Options(hub));
        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true });
        await bridge.UntilWrittenAsync(hub, "1 2 3");

        hub.Dispose();
        await broker.SendAsync(TestBatch.Of(4, 2));
        await bridge.UntilWaitsAsync($"127.0.0.1:{port} cannot be reached: Connection refused");
        hub = new HubServer(port, file);

        await bridge.UntilWrittenAsync(hub, "1 2 3 4 5");
        hub.Dispose();
        File.Delete(file);
    }

    [Theory]
    [InlineData("full", "events is full, or has too many readers: The namespace has exceeded its quota. (events)")]
    [InlineData("busy", "events throttles: The request was terminated because the entity is being throttled. Error code: 50002. (events)")]
    [InlineData("deleted", "there is no hub events in ")]
    public async Task AHubThatTakesNothingMeanwhileIsWaitedFor(string what, string line)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using Running bridge = await StartAsync(broker, SinkTests.Options(_hub) with { WriteTimeout = TimeSpan.FromSeconds(2) });
        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true });
        await bridge.UntilWrittenAsync(_hub, "1 2 3");

        _hub.Faults.IsFull = what == "full";
        _hub.Faults.Throttle(what == "busy" ? int.MaxValue : 0);
        _hub.Faults.IsDisabled = what == "deleted";
        await broker.SendAsync(TestBatch.Of(4, 2));
        await bridge.UntilWaitsAsync(line);
        _hub.Faults.IsFull = false;
        _hub.Faults.Throttle(0);
        _hub.Faults.IsDisabled = false;

        await bridge.UntilWrittenAsync(_hub, "1 2 3 4 5");
    }

    [Fact]
    public async Task AConsumerGroupThatAnotherProgramHasForItselfIsNamed()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using (Running first = await StartAsync(broker, SinkTests.Options(_hub)))
        {
            await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true });
            await first.UntilWrittenAsync(_hub, "1");
        }

        _hub.Faults.IsOwned = true;
        await using Running bridge = await StartAsync(broker, SinkTests.Options(_hub));
        await bridge.UntilWaitsAsync("another program has the consumer group $Default of events for itself: give this one a group of its own");
        _hub.Faults.IsOwned = false;
        await broker.SendAsync(TestBatch.Of(2, 1));
        await bridge.UntilWrittenAsync(_hub, "1 2");
    }

    [Theory]
    [InlineData("root", "d3Jvbmc=", BrokerRefusalReason.BadCredentials)]
    [InlineData("send", null, BrokerRefusalReason.SubscriptionRefused)]
    public async Task AReaderThatIsRefusedEndsWithTheReason(string key, string? secret, BrokerRefusalReason reason)
    {
        await using var client = new EventHubsEventClient(new() { Address = _hub.Address, ConnectionString = _hub.ConnectionString(key, secret) });

        BrokerRefusedException e = await Assert.ThrowsAsync<BrokerRefusedException>(() => TakeAsync(client, 1));

        Assert.Equal(reason, e.Reason);
        Assert.StartsWith($"eventhubs://127.0.0.1:{_hub.Port}/events: events refuses the login", e.Message);
    }

    [Fact]
    public async Task ATokenOfEntraIdOpensTheHubWithTlsAndAnAuthorityOfYourOwn()
    {
        string pem = Path.GetTempFileName();
        using var hub = new HubServer(certificate: Certificates.SelfSigned(pem));
        hub.Rights.Token = "the token";
        var credential = new Token("the token");
        var options = new EventHubsSinkOptions { Address = hub.Address.Replace("//", "//client-id@"), Credential = credential, CaFile = pem };
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(hub, options);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        await using var client = new EventHubsEventClient(new() { Address = hub.Address, Credential = credential, CaFile = pem });
        Assert.Equal("1", Made.Numbers(await TakeAsync(client, 1)));
        Assert.Equal("https://eventhubs.azure.net/.default", credential.Scope);

        await using var stranger = new EventHubsEventClient(new() { Address = hub.Address, Credential = new Token("another token"), CaFile = pem });
        Assert.Equal(BrokerRefusalReason.BadCredentials, (await Assert.ThrowsAsync<BrokerRefusedException>(() => TakeAsync(stranger, 1))).Reason);
        string other = Path.GetTempFileName();
        using X509Certificate2 made = Certificates.SelfSigned(other);
        foreach (string? ca in (string?[])[null, other])
        {
            await using var careful = new EventHubsEventClient(new() { Address = hub.Address, Credential = credential, CaFile = ca });
            Assert.Equal(BrokerRefusalReason.TlsFailed, (await Assert.ThrowsAsync<BrokerRefusedException>(() => TakeAsync(careful, 1))).Reason);
        }

        File.Delete(pem);
        File.Delete(other);
    }

    // The session begins at the broker, also where the hub does not let the bridge in.
    private static async Task<Running> StartAsync(TestBroker broker, EventHubsSinkOptions options)
    {
        await using var client = new EventClient(new EventClientOptions { Broker = broker.Address, Session = "bridge" });
        using var stop = new CancellationTokenSource();
        client.NoticeReceived += (_, e) =>
        {
            if (e.Notice.Kind == NoticeKind.Connected)
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (EventBatch _ in client.ReadBatchesAsync(null, stop.Token))
            {
            }
        });
        return new Running(broker, options);
    }

    private sealed class Token(string token) : TokenCredential
    {
        public string? Scope { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scope = requestContext.Scopes.Single();
            return new AccessToken(token, DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>A bridge that runs.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly EventClient _client;
        private readonly EventHubsEventSink _sink;
        private readonly EventBridge _bridge;
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<Notice> _told = [];
        private readonly Task _run;

        public Running(TestBroker broker, EventHubsSinkOptions options)
        {
            _client = new EventClient(new EventClientOptions { Broker = broker.Address, Session = "bridge" });
            _sink = new EventHubsEventSink(options);
            _bridge = new EventBridge(_client, _sink, new EventBridgeOptions { Name = "the hub", RetryDelay = TimeSpan.FromMilliseconds(100) });
            _bridge.NoticeReceived += (_, e) => _told.Enqueue(e.Notice);
            _run = Task.Run(() => _bridge.RunAsync(_stop.Token));
        }

        public async Task UntilWaitsAsync(string line)
        {
            await UntilAsync(() => _bridge.State == BridgeState.Waiting && _bridge.Problem?.StartsWith(line, StringComparison.Ordinal) == true && IsTold(), Shown);
            Assert.All(_told, notice => Assert.DoesNotContain('\n', notice.Text));

            bool IsTold() => _told.Any(notice => notice.Kind == NoticeKind.Waiting && notice.Text.StartsWith($"Waiting for the hub: {line}", StringComparison.Ordinal));
        }

        public async Task UntilWrittenAsync(HubServer hub, string numbers)
        {
            string wanted = "boot " + numbers;
            await UntilAsync(() => Made.Numbers(SinkTests.Events(hub.Store)) == wanted && _bridge.State == BridgeState.Running, () => $"{Made.Numbers(SinkTests.Events(hub.Store))}: {Shown()}");
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.WaitAsync(Limit);
            await _sink.DisposeAsync();
            await _client.DisposeAsync();
            _stop.Dispose();
        }

        private string Shown() => $"{_bridge.State} {_bridge.Problem} {_run.Status} {_run.Exception}\n{string.Join('\n', _told)}";
    }
}
