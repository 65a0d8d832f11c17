using NanoEvents.Tests;

namespace NanoEvents.EventHubs.Tests;

/// <summary>`nanoevents-bridge`: `bridge` and `watch` with Event Hubs.</summary>
public sealed class ToolTests : IDisposable
{
    private const string Login = "Endpoint=sb://box.servicebus.windows.net/;SharedAccessKeyName=name;SharedAccessKey=c2VjcmV0";
    private readonly string _folder = Directory.CreateTempSubdirectory("hubs-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task WatchReadsBackWhatTheBridgeHasWrittenAndWhatIsNoBatchGoesToTheDead()
    {
        using var hub = new HubServer();
        await using TestBroker broker = await TestBroker.StartAsync();
        string login = Write("login", hub.ConnectionString() + "\n");
        await using (EventHubsEventSink sink = await SinkTests.OpenAsync(hub, SinkTests.Options(hub) with { ConsumerGroup = "none" }))
        {
            await sink.WriteAsync([Made.Temperature("attic", 1)], Waiting.Stop);
        }

        await using ChildProcess bridge = Run("bridge", "--broker", broker.Address, "--to", hub.Address, "--to-password-file", login, "--to-consumer-group", "bridge");
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 2) with { HasBoot = true });
        await broker.SendAsync([1, 2, 3], "hall", "events");
        await broker.SendAsync(TestBatch.Of(5, 1));

        await using ChildProcess watch = Run("watch", "--broker", hub.Address, "--password-file", login, "--consumer-group", "people", "--json");
        await watch.UntilSaysAsync("\"sequence\":5");
        await bridge.InterruptAsync();

        Assert.Equal(0, bridge.ExitCode);
        Assert.Equal("boot 1 2 lost:3+2:transit 5", Made.Numbers(SinkTests.Events(hub.Store).Where(e => e.Device == "hall")));
        Assert.Equal(6, watch.Lines.Count(line => line.StartsWith("{\"device\"", StringComparison.Ordinal)));
        Assert.Equal("010203", Convert.ToHexString((byte[])Assert.Single(hub.Store.Messages("events.dead")).Body));
        Assert.Equal(["bridge", "people"], hub.Groups.Order());
        Assert.DoesNotContain(bridge.Lines.Concat(watch.Lines), line => line.Contains("SharedAccessKey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WatchSaysInOneLineWhatIsRefused()
    {
        using var hub = new HubServer();
        await using ChildProcess watch = Run("watch", "--broker", hub.Address, "--password-file", Write("login", hub.ConnectionString("send")));

        await watch.UntilEndsAsync();

        Assert.NotEqual(0, watch.ExitCode);
        Assert.True(watch.Says("events refuses the login: it has no right to listen there"), string.Join('\n', watch.Lines));
    }

    [Fact]
    public async Task ADryRunSaysWhereEventsWouldGoAndConnectsToNothing()
    {
        await using ChildProcess text = Run("bridge", "--broker", "mqtt://127.0.0.1:1", "--to", "eventhubs://box/events", "--to-password-file", Write("login", Login), "--dry-run");
        await using ChildProcess entra = Run(
            "bridge", "--broker", "mqtt://127.0.0.1:1", "--to", "eventhubs://client-id@box/events", "--to-tenant", "contoso.onmicrosoft.com", "--to-password-file", Write("secret", "c2VjcmV0"), "--dry-run");

        await Task.WhenAll(text.UntilEndsAsync(), entra.UntilEndsAsync());

        Assert.Equal((0, 0), (text.ExitCode, entra.ExitCode));
        Assert.Contains("to            eventhubs://box.servicebus.windows.net/events", text.Lines);
        Assert.Contains("login         a connection string, consumer group $Default", text.Lines);
        Assert.Contains("dead letters  hub events.dead, which you create", text.Lines);
        Assert.Contains("login         client client-id of tenant contoso.onmicrosoft.com, consumer group $Default", entra.Lines);
        Assert.DoesNotContain(text.Lines.Concat(entra.Lines), line => line.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheKafkaEndpointOfEventHubsIsAnAddressOfKafka()
    {
        await using ChildProcess dry = Run(
            "bridge", "--broker", "mqtt://127.0.0.1:1", "--to", "kafkas://$ConnectionString@box.servicebus.windows.net:9093/events", "--to-password-file", Write("login", Login), "--dry-run");

        await dry.UntilEndsAsync();

        Assert.True(dry.ExitCode == 0, string.Join('\n', dry.Lines));
        Assert.Contains("to            kafkas://box.servicebus.windows.net:9093/events", dry.Lines);
        Assert.DoesNotContain(dry.Lines, line => line.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("eventhubs://name:c2VjcmV0@box/events", "a key or a secret does not belong into an address")]
    [InlineData("eventhubs://box", "the address must end with a hub")]
    [InlineData("eventhubs://other/events", "for another namespace than the address")]
    [InlineData("eventhubs://client-id@box/events", "needs the client id and @ before the host, the file with its secret, and the tenant")]
    [InlineData("eventhubs://box/events --to-tenant contoso.com", "needs the client id and @ before the host, the file with its secret, and the tenant")]
    [InlineData("eventhubs://client-id@box/events --to-tenant not/a/tenant", "the tenant must be an id or a domain")]
    [InlineData("eventhubs://box/events --to-login plain", "the ways to log in are for kafka://")]
    [InlineData("eventhubs://box/events --max-length 10", "--max-length is for Redis")]
    [InlineData("eventhubs://box/events --marks marks", "--marks is for targets that cannot be read back")]
    [InlineData("kafka://box/events --to-tenant contoso.com", "--to-tenant and --to-consumer-group are for eventhubs://")]
    public async Task WhatCannotBeIsRefusedWithoutSecrets(string to, string why)
    {
        await using ChildProcess bridge = Run(["bridge", "--broker", "mqtt://127.0.0.1:1", "--to-password-file", Write("login", Login), "--to", .. to.Split(' ')]);

        await bridge.UntilEndsAsync();

        Assert.NotEqual(0, bridge.ExitCode);
        Assert.True(bridge.Says(why), string.Join('\n', bridge.Lines));
        Assert.False(bridge.Says("c2VjcmV0"));
    }

    [Theory]
    [InlineData("--broker eventhubs://box/events --group g", "--group is for Redis and Kafka")]
    [InlineData("--broker eventhubs://box/events", "Event Hubs needs a login")]
    [InlineData("--broker mqtt://127.0.0.1:1 --tenant contoso.com", "--tenant and --consumer-group for eventhubs://")]
    public async Task WhatWatchCannotDoIsRefused(string arguments, string why)
    {
        string[] login = arguments.Contains("--group") ? ["--password-file", Write("login", Login)] : [];
        await using ChildProcess watch = Run(["watch", .. arguments.Split(' '), .. login]);

        await watch.UntilEndsAsync();

        Assert.NotEqual(0, watch.ExitCode);
        Assert.True(watch.Says(why), string.Join('\n', watch.Lines));
    }

    private static ChildProcess Run(params string[] arguments) => ChildProcess.StartProgram(Path.Combine(AppContext.BaseDirectory, "NanoEvents.Bridge.Tool.dll"), arguments);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
