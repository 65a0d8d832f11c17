using NanoEvents.Protocol;
using NanoEvents.Tests;
using Xunit;

namespace NanoEvents.Samples.Tests;

/// <summary>Each sample as its users start it, against a broker.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task ConsumePrintsEvents()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using SampleProcess sample = SampleProcess.Start("Consume", broker.Address);
        await sample.UntilSaysAsync("Connected to the broker");

        await broker.SendAsync(TestBatch.Of(2150, 1) with { Anchor = TestBatch.Year2025 });
        await broker.SendAsync(Motion(2151, true), "hall", "events");

        await sample.UntilSaysAsync("2025-01-01 00:01:31Z hall: 21.50 °C");
        await sample.UntilSaysAsync("hall: somebody is there");
    }

    [Fact]
    public async Task AHostThatIsRefusedEndsWithAnExitCodeThatAServiceManagerRestarts()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        broker.Server.ValidatingConnectionAsync += e =>
        {
            e.ReasonCode = MQTTnet.Protocol.MqttConnectReasonCode.NotAuthorized;
            return Task.CompletedTask;
        };

        await using SampleProcess sample = SampleProcess.Start("Host", $"--NanoEvents:Broker={broker.Address}");

        Assert.Equal(1, await sample.UntilEndsAsync());
        Assert.Contains("refuses a client without user name: NotAuthorized", sample.Output);
    }

    [Fact]
    public async Task PresentPrintsWhatASourceShows()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await broker.SendAsync(TestBatch.State(2151) with { Count = 1, Name = "stairs", Anchor = TestBatch.Year2025 });

        await using SampleProcess sample = SampleProcess.Start("State", broker.Address);

        await sample.UntilSaysAsync("hall stairs: 21.51 °C, read 2025-01-01 00:01:31Z");
    }

    [Fact]
    public async Task ThermostatHeatsWhileItIsColdAndTheDeviceIsThere()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await broker.SendAsync("online"u8.ToArray(), "hall", "status", retain: true);
        Task subscribed = Subscribed(broker);
        await using SampleProcess sample = SampleProcess.Start("Thermostat", broker.Address, "hall");
        await subscribed;

        await broker.SendAsync(Event(1, EventWord.Pack(EventKind.Temperature, 0, false, 0), 1850), "hall", "events");
        await sample.UntilSaysAsync("Heating on: 18.50 °C");
        await broker.SendAsync("offline"u8.ToArray(), "hall", "status", retain: true);

        await sample.UntilSaysAsync("Heating off: the device is offline");
    }

    [Fact]
    public async Task DoorbellRecordsUntilItIsQuiet()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        Task subscribed = Subscribed(broker);
        await using SampleProcess sample = SampleProcess.Start("Doorbell", broker.Address, "hall", "0");
        await subscribed;

        await broker.SendAsync(Motion(1, true), "hall", "events");
        await sample.UntilSaysAsync("Recording starts: there is motion");
        await broker.SendAsync(Motion(2, false), "hall", "events");

        await sample.UntilSaysAsync("Recording stops: it is quiet");
    }

    [Fact]
    public async Task PastWritesAHistoryAndReadsItAndShowsIt()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("past");
        string file = Path.Combine(folder.FullName, "house.db");
        await using TestBroker broker = await TestBroker.StartAsync();
        Task subscribed = Subscribed(broker);
        await using (SampleProcess write = SampleProcess.Start("Past", "write", broker.Address, file))
        {
            await subscribed;
            await broker.SendAsync(Event(1, EventWord.Pack(EventKind.Temperature, 0, false, 0), 2150), "hall", "events");
            string read = "";
            for (int tries = 0; tries < 100 && !read.Contains(" 21.5 °C", StringComparison.Ordinal); tries++)
            {
                await using SampleProcess reader = SampleProcess.Start("Past", "read", file, "hall");
                await reader.UntilEndsAsync();
                read = reader.Output;
            }

            Assert.Contains(" 21.5 °C", read);
        }

        await using (SampleProcess page = SampleProcess.Start("Past", "page", broker.Address, file))
        {
            await page.UntilSaysAsync("http://127.0.0.1:");
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task HostLogsEventsAndExportsWhatIsMeasured()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using SampleProcess sample = SampleProcess.Start("Host", $"--NanoEvents:Broker={broker.Address}");
        await sample.UntilSaysAsync("Connected to the broker");

        await broker.SendAsync(TestBatch.Of(1, 1) with { Anchor = TestBatch.Year2025 });

        await sample.UntilSaysAsync("hall #1 temperature 0 0.01 °C");
        await sample.UntilSaysAsync("handle event");
        await sample.UntilSaysAsync("nanoevents.device: hall");
    }

    [Fact]
    public async Task AHostWithAMisspeltSettingDoesNotStartAndSaysWhich()
    {
        await using SampleProcess sample = SampleProcess.Start("Host", "--NanoEvents:Brokr=mqtt://127.0.0.1", "--NanoEvents:GapPatience=soon");

        Assert.NotEqual(0, await sample.UntilEndsAsync());
        Assert.Contains("NanoEvents:Brokr is not a setting. There are: Broker, ", sample.Output);
        Assert.Contains("NanoEvents:GapPatience cannot be what it is.", sample.Output);
    }

    private static Task Subscribed(TestBroker broker)
    {
        var subscribed = new TaskCompletionSource();
        broker.Server.ClientSubscribedTopicAsync += e =>
        {
            _ = e.TopicFilter.Topic.EndsWith("/events", StringComparison.Ordinal) && subscribed.TrySetResult();
            return Task.CompletedTask;
        };
        return subscribed.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }

    private static byte[] Motion(uint sequence, bool moving) => Event(sequence, EventWord.Pack(EventKind.Motion, 0, moving, 0), 0);

    // Of now: the device has been up for a second.
    private static byte[] Event(uint sequence, int word, int value)
    {
        long startedAt = ((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / 100_000) - 100;
        var writer = new BatchWriter();
        writer.Begin(0xB001, (int)sequence, 100, false);
        writer.PutAnchor(startedAt, 0);
        writer.EndFields();
        writer.PutEvent(word, 100, value);
        return writer.Buffer.AsSpan(0, writer.End()).ToArray();
    }
}
