using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests;

/// <summary>A broker sends a list again until it is acknowledged, and the state of each device with each connection.</summary>
public sealed class RepetitionTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly FakeSink _sink = new();
    private readonly List<string> _said = [];
    private TestBroker? _broker;

    private TestBroker Broker => _broker!;

    private string[] Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    public async ValueTask InitializeAsync() => _broker = await TestBroker.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _stop.Dispose();
        await Broker.DisposeAsync();
    }

    [Fact]
    public async Task SeveralThatTheTargetRefusesInOneListAreEachADeadLetterAndTheRestArrives()
    {
        // One at a time, and nothing of a list in which one is refused. A start has no number, so no loss stands in its place.
        _sink.Objection = events => events.Where(e => e.Kind == EventKind.Boot || (e.Sequence is 1 or 3 && e.Kind != EventKind.Lost)).ToList() is [var bad, ..]
            ? new EventRefusedException(bad, "no")
            : null;
        await RunAsync(
            () => Broker.SendAsync(TestBatch.Of(1, 4) with { HasBoot = true }),
            () => _sink.Ids.Count == 4);

        Assert.Equal(["lost-1", "2", "lost-3", "4"], _sink.Ids.Select(id => id.Split('/')[2]));
        Assert.Equal(["boot", "1", "3"], _sink.Letters.Select(letter => letter.Source.Split('/')[2]));
    }

    [Fact]
    public async Task TheStateOfADeviceIsNoSignThatTheTargetTakesEventsAgain()
    {
        _sink.Objection = _ => new IOException("it takes nothing");
        await Broker.SendAsync(TestBatch.State(1));
        await RunAsync(
            () => Broker.SendAsync(TestBatch.Of(1, 2)),
            () => _sink.Loads >= 6);

        Assert.Single(Said, line => line == "Writing to the target");
        Assert.Single(Said, line => line == "Waiting for the target: it takes nothing");
    }

    private async Task RunAsync(Func<Task> send, Func<bool> isOver)
    {
        await using EventClient client = new(new EventClientOptions { Broker = Broker.Address, Session = "repetition" });
        EventBridge bridge = new(client, _sink, new EventBridgeOptions { Name = "the target", RetryDelay = TimeSpan.FromMilliseconds(1) });
        client.NoticeReceived += (_, e) => Add(e.Notice.Text);
        bridge.NoticeReceived += (_, e) => Add(e.Notice.Text);
        Task running = bridge.RunAsync(_stop.Token);
        await Waiting.UntilAsync(() => Said.Any(line => line.StartsWith("Connected", StringComparison.Ordinal)));
        await send();
        await Waiting.UntilAsync(isOver);
        await _stop.CancelAsync();
        await running;
    }

    private void Add(string line)
    {
        lock (_said)
        {
            _said.Add(line);
        }
    }
}
