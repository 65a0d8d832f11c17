using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests;

/// <summary>`nanoevents bridge`, and `watch` of what it has written.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task ADryRunSaysWhatWouldBeWrittenWhereAndConnectsToNothing()
    {
        await using BridgeProcess bridge = new("bridge", "--broker", "mqtt://user:secret@127.0.0.1:1", "--to", "redis://127.0.0.1:2/events", "--dry-run");

        Assert.Equal(0, await bridge.WaitAsync());
        await Waiting.UntilAsync(() => bridge.Output.Contains("\"kind\":\"temperature\"", StringComparison.Ordinal));
        Assert.Contains("mqtt://127.0.0.1:1, session bridge-", bridge.Output);
        Assert.Contains("{events}:dead", bridge.Output);
        Assert.DoesNotContain("secret", bridge.Output);
    }

    [Theory]
    [InlineData("redis://user:secret@127.0.0.1/events", "a password does not belong into an address")]
    [InlineData("redis://user:secret@127.0.0.1/events", "--to-password-file, and --password-file of watch")]
    [InlineData("redis://127.0.0.1", "the address must name a stream, such as redis://127.0.0.1/events")]
    [InlineData("redis://127.0.0.1:port/events", "a host of the address cannot be read; it must be such as redis://127.0.0.1/events")]
    [InlineData("redis://127.0.0.1/a{b", "hash tag")]
    [InlineData("homeassistant://user:secret@127.0.0.1", "a password does not belong into an address")]
    [InlineData("homeassistant://127.0.0.1/homes", "must end after the port")]
    public async Task AnAddressThatCannotBeIsRefusedWithoutItsPassword(string to, string why)
    {
        await using BridgeProcess bridge = new("bridge", "--broker", "mqtt://127.0.0.1:1", "--to", to);

        Assert.Equal(1, await bridge.WaitAsync());
        await bridge.UntilSaysAsync(why);
        Assert.DoesNotContain("secret", bridge.Errors);
    }

    [Fact]
    public async Task ADryRunShowsWhatHomeAssistantWouldGet()
    {
        await using BridgeProcess bridge = new("bridge", "--broker", "mqtt://user:secret@127.0.0.1:1", "--to", "homeassistant:", "--area", "demo=Küche", "--dry-run");

        Assert.Equal(0, await bridge.WaitAsync());
        await Waiting.UntilAsync(() => bridge.Output.Contains("\"status\":\"online\",\"value\":", StringComparison.Ordinal));
        Assert.Contains("homeassistant/sensor/nanoevents_", bridge.Output);
        Assert.DoesNotContain("secret", bridge.Output);
    }

    [Theory]
    [InlineData("homeassistant:", "hall", "--area must be a device and its area")]
    [InlineData("homeassistant:", "ha ll=Hall", "--area must be a device and its area")]
    [InlineData("redis://127.0.0.1:2/events", "hall=Hall", "--area is for Home Assistant")]
    public async Task AnAreaThatCannotBeIsRefused(string to, string area, string why)
    {
        await using BridgeProcess bridge = new("bridge", "--broker", "mqtt://127.0.0.1:1", "--to", to, "--area", area);

        Assert.NotEqual(0, await bridge.WaitAsync());
        await bridge.UntilSaysAsync(why);
    }

    [Fact]
    public async Task AFileMayNameSeveralAreas()
    {
        await using BridgeProcess bridge = new("bridge", "--config", Write("""[{ "broker": "mqtt://127.0.0.1:1", "to": "homeassistant:", "area": ["demo=Salon", "hall=Flur"] }]"""), "--dry-run");

        Assert.Equal(0, await bridge.WaitAsync());
        await Waiting.UntilAsync(() => bridge.Output.Contains("homeassistant/sensor/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HomeAssistantKeepsNoEventsToWatch()
    {
        await using BridgeProcess watch = new("watch", "--broker", "homeassistant:");

        Assert.Equal(1, await watch.WaitAsync());
        await watch.UntilSaysAsync("read them from the devices' broker");
    }

    [Fact]
    public async Task AKeyOfAFileThatIsNoOptionIsRefused()
    {
        await using BridgeProcess bridge = new("bridge", "--config", Write("""[{ "broker": "mqtt://127.0.0.1:1", "to": "redis://127.0.0.1:2/events", "tow": "x" }]"""));

        Assert.Equal(2, await bridge.WaitAsync());
        await bridge.UntilSaysAsync("bridge does not take 'tow'");
    }

    [Fact]
    public async Task ADeadTargetStopsNobodyElseAndASecondBridgeIsRecognised()
    {
        RedisServer.SkipWhereAbsent();
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestBroker broker = await TestBroker.StartAsync();
        string file = Write($$"""
            [
              { "broker": "{{broker.Address}}", "to": "redis://127.0.0.1:{{Ports.Free()}}/events" },
              { "broker": "{{broker.Address}}", "to": "{{redis.Address("events")}}" }
            ]
            """);
        await using BridgeProcess both = new("bridge", "--config", file);
        await both.UntilSaysAsync("Connected to the broker");
        await both.UntilSaysAsync("Waiting for redis");

        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true });

        await Waiting.UntilAsync(async () => await redis.LengthAsync("events") == 4);
        await using BridgeProcess second = new("bridge", "--broker", broker.Address, "--to", redis.Address("events"));
        await second.UntilSaysAsync("another bridge writes there");
        Assert.Equal(0, await both.InterruptAsync());
        await both.UntilSaysAsync("4 records written");
        await second.UntilSaysAsync("Connected to the broker");
    }

    [Fact]
    public async Task WatchReadsBackWhatABridgeHasWritten()
    {
        RedisServer.SkipWhereAbsent();
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestBroker broker = await TestBroker.StartAsync();
        await using BridgeProcess bridge = new("bridge", "--broker", broker.Address, "--to", redis.Address("events"));
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 2) with { HasBoot = true });
        await Waiting.UntilAsync(async () => await redis.LengthAsync("events") == 3);

        await using BridgeProcess watch = new("watch", "--broker", redis.Address("events"), "--group", "readers", "--json");
        await Waiting.UntilAsync(() => watch.Output.Contains("\"sequence\":2", StringComparison.Ordinal));

        Assert.Equal(3, watch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("\"device\":\"hall\"", StringComparison.Ordinal)));
    }

    private string Write(string json)
    {
        string path = Path.Combine(_folder, "bridge.json");
        File.WriteAllText(path, json);
        return path;
    }
}
