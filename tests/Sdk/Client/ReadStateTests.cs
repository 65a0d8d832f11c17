using Xunit;

namespace NanoEvents.Tests;

public sealed class ReadStateTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePresentComesAtOnceAndAgainWhenAnEventChangesIt()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await broker.SendAsync(TestBatch.State(2) with { Count = 1, Name = "stairs", Anchor = TestBatch.Year2025 });
        await using var client = new EventClient(broker.Address);
        var connected = new TaskCompletionSource();
        client.NoticeReceived += (_, _) => connected.TrySetResult();
        await using IAsyncEnumerator<DeviceState> states = client.ReadStateAsync("hall", _stop).GetAsyncEnumerator(_stop);

        Assert.True(await states.MoveNextAsync());

        // The state comes with the first subscription, the event with the last one.
        await connected.Task.WaitAsync(_stop);
        SourceState first = Assert.Single(states.Current.Sources);
        await broker.SendAsync(TestBatch.Of(300, 1));
        SourceState second = await UntilAsync(states, s => s.Celsius == 3.0);

        Assert.Equal((SourceType.Thermometer, "stairs", 0.02, ClockQuality.Synchronized), (first.Type, first.Name, first.Celsius, first.Clock));
        Assert.NotNull(first.Time);
        Assert.Equal("stairs", second.Name);
    }

    [Fact]
    public async Task WhoIsSlowGetsTheNewestAndNotEachOne()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using var client = new EventClient(broker.Address);
        await using IAsyncEnumerator<DeviceState> states = client.ReadStateAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop);
        ValueTask<bool> asked = states.MoveNextAsync();
        await TestReader.UntilAsync(async () => (await broker.Server.GetSessionsAsync()).Count == 1);
        await broker.SendAsync("online"u8.ToArray(), "hall", "status", retain: true);
        Assert.True(await asked);

        for (uint i = 1; i <= 1000; i++)
        {
            await broker.SendAsync(TestBatch.Of(i, 1));
        }

        // Until now nobody has looked; one state stands for all that has come.
        await TestReader.UntilAsync(() => client.TryGetState("hall", out DeviceState? present) && present.Sources.Any(s => s.Celsius == 10.0));
        int looks = 0;
        await UntilAsync(states, s => ++looks > 0 && s.Celsius == 10.0);

        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task ItTakesNothingFromTheReaderOfEvents()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, Session = "house", ClientId = "reader" });
        await using IAsyncEnumerator<DeviceState> states = reader.Client.ReadStateAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop);
        ValueTask<bool> asked = states.MoveNextAsync();
        await TestReader.UntilAsync(async () => (await broker.Server.GetSessionsAsync()).Count == 2);

        await broker.SendAsync(TestBatch.Of(1, 2));
        List<NanoEvent> events = await reader.NextAsync(2);

        Assert.Equal([1u, 2u], events.Select(e => e.Sequence!.Value));
        Assert.Equal((2, 0), (reader.Client.Stats.Events, reader.Client.Stats.Duplicates));
        await reader.Client.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            bool more = await asked;
            while (more)
            {
                more = await states.MoveNextAsync();
            }
        });
    }

    [Fact]
    public void ADeviceThatCannotBeIsRefusedAtOnce()
    {
        var client = new EventClient(new EventClientOptions());

        Assert.Throws<ArgumentException>(() => client.ReadStateAsync("a/b", _stop));
    }

    private static async Task<SourceState> UntilAsync(IAsyncEnumerator<DeviceState> states, Func<SourceState, bool> condition)
    {
        while (await states.MoveNextAsync())
        {
            if (states.Current.Sources.FirstOrDefault(condition) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("the states have ended");
    }
}
