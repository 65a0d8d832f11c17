using System.Text;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Testing;

namespace NanoEvents.Bridge.Tests;

public sealed class EventBridgeTests : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly FakeEventClient _client = new();
    private readonly FakeSink _sink = new();
    private readonly List<string> _said = [];
    private readonly EventBridge _bridge;

    public EventBridgeTests()
    {
        _bridge = new EventBridge(_client, _sink, new EventBridgeOptions { Name = "the target", RetryDelay = TimeSpan.FromMilliseconds(1), DrainTime = Waiting.Limit });
        _bridge.NoticeReceived += (_, e) =>
        {
            lock (_said)
            {
                _said.Add(e.Notice.Text);
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _sink.LetGo();
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task EventsStartsAndLossesAreRecordsWithIds()
    {
        _client.Device("hall").Motion(true).Lose(3).Motion(false).Restart().Motion(true);
        _client.Complete();

        await _bridge.RunAsync(_stop.Token);

        int boot = _client.Handled[0].BootId;
        Assert.Equal(
            [$"hall/{boot}/1", $"hall/{boot}/lost-2", $"hall/{boot}/5", $"hall/{boot}/lost-6", $"hall/{boot + 1}/boot", $"hall/{boot + 1}/1"], _sink.Ids);
        Assert.Equal((6, 6L, BridgeState.Ended), (_client.Handled.Count, _bridge.Stats.Delivered, _bridge.State));
    }

    [Fact]
    public async Task ManyWritesAreOnTheirWayAndNothingIsAcknowledgedBeforeItIsDurable()
    {
        _sink.HoldsWrites = true;
        _client.Device("hall").Motion(true).Motion(false).Motion(true);
        Task running = _bridge.RunAsync(_stop.Token);

        await Waiting.UntilAsync(() => _sink.Held == 3);

        Assert.Empty(_client.Handled);
        await Waiting.UntilAsync(() => _bridge.Stats.Oldest > TimeSpan.Zero);
        _sink.LetGo();
        await Waiting.UntilAsync(() => _client.Handled.Count == 3);
        Assert.Equal([1u, 2u, 3u], _client.Handled.Select(e => e.Sequence!.Value));
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task TheEndWaitsForWhatIsOnItsWay()
    {
        _sink.HoldsWrites = true;
        _client.Device("hall").Motion(true);
        Task running = _bridge.RunAsync(_stop.Token);
        await Waiting.UntilAsync(() => _sink.Held == 1);

        await _stop.CancelAsync();
        Assert.False(running.IsCompleted);
        _sink.LetGo();
        await running;

        Assert.Single(_client.Handled);
    }

    [Fact]
    public async Task WhatTheTargetHasIsNotWrittenAgain()
    {
        _client.Device("hall").Motion(true).Motion(false).Restart().Motion(true).Motion(false);
        _client.Complete();
        int boot = await FirstBootAsync();
        _sink.Has(new BootMark("hall", boot, 2, true), new BootMark("hall", boot + 1, 1, false));

        await _bridge.RunAsync(_stop.Token);

        Assert.Equal([$"hall/{boot + 1}/2"], _sink.Ids);
    }

    [Fact]
    public async Task AWriteThatFailsIsWrittenAgainInOrder()
    {
        int refused = 0;
        _sink.Objection = events => events[0].Sequence == 2 && refused++ < 3 ? new TimeoutException("no answer") : null;
        _client.Device("hall").Motion(true).Motion(false).Motion(true);
        _client.Complete();

        await _bridge.RunAsync(_stop.Token);

        Assert.Equal(["1", "2", "3"], _sink.Ids.Select(id => id.Split('/')[2]));
        Assert.True(_bridge.Stats.Retries > 0);
        Assert.Contains("Waiting for the target: no answer", _said);
    }

    [Fact]
    public async Task AnAbsentTargetIsWaitedForAndSaidOnce()
    {
        bool isAbsent = true;
        _sink.Absence = () => isAbsent ? new IOException("nobody there") : null;
        _client.Device("hall").Motion(true);
        Task running = _bridge.RunAsync(_stop.Token);

        await Waiting.UntilAsync(() => _sink.Loads > 3);

        Assert.Equal((BridgeState.Waiting, "nobody there"), (_bridge.State, _bridge.Problem));
        Assert.Equal(["Waiting for the target: nobody there"], _said);
        isAbsent = false;
        await Waiting.UntilAsync(() => _client.Handled.Count == 1);
        Assert.Equal((BridgeState.Running, null), (_bridge.State, _bridge.Problem));
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task ASecondBridgeIsAStandby()
    {
        bool isBusy = true;
        _sink.Absence = () => isBusy ? new SinkBusyException("another bridge writes there") : null;
        _client.Device("hall").Motion(true);
        Task running = _bridge.RunAsync(_stop.Token);

        await Waiting.UntilAsync(() => _bridge.State == BridgeState.Standby);

        isBusy = false;
        await Waiting.UntilAsync(() => _client.Handled.Count == 1);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task WhatTheTargetRefusesForGoodIsADeadLetterAndALossInItsPlace()
    {
        _sink.Objection = events => events.Where(e => e.Sequence == 2).ToList() is { Count: > 0 } bad ? new EventRefusedException(bad, "too large") : null;
        _client.Device("hall").Motion(true).Motion(false).Motion(true);
        _client.Complete();

        await _bridge.RunAsync(_stop.Token);

        Assert.Equal(["1", "lost-2", "3"], _sink.Ids.Select(id => id.Split('/')[2]));
        DeadLetter letter = Assert.Single(_sink.Letters);
        Assert.Equal(("too large", true), (letter.Reason, letter.Source.EndsWith("/2", StringComparison.Ordinal)));
        Assert.Contains("\"moving\":false", Encoding.UTF8.GetString(letter.Content.Span));
        Assert.Equal(1, _bridge.Stats.Dead);
    }

    [Fact]
    public async Task ALineOfASinkIsSaidAsItIs()
    {
        _sink.Absence = () => new IOException("it refuses the password", new InvalidOperationException("inside"));
        Task running = _bridge.RunAsync(_stop.Token);

        await Waiting.UntilAsync(() => _bridge.State == BridgeState.Waiting);

        Assert.Equal("it refuses the password", _bridge.Problem);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task ATargetThatRefusesEvenALossIsWaitedFor()
    {
        _sink.Objection = events => new EventRefusedException(events, "no");
        _client.Device("hall").Motion(true);
        Task running = _bridge.RunAsync(_stop.Token);

        await Waiting.UntilAsync(() => _bridge.State == BridgeState.Waiting);

        Assert.Equal("the target refuses even the record of a loss: no", _bridge.Problem);
        Assert.Empty(_client.Handled);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task AMessageThatIsNoBatchIsADeadLetterWithItsBytes()
    {
        _client.Send(new UndecodedMessage("nanoevents/hall/events", "its check is wrong", new byte[] { 1, 2 }));
        _client.Device("hall").Motion(true);
        _client.Complete();

        await _bridge.RunAsync(_stop.Token);

        DeadLetter letter = Assert.Single(_sink.Letters);
        Assert.Equal(("nanoevents/hall/events", "its check is wrong", "0102"), (letter.Source, letter.Reason, Convert.ToHexString(letter.Content.Span)));
        Assert.Single(_sink.Ids);
    }

    [Fact]
    public void ASinkWithoutAPlaceForDeadLettersIsRefused()
    {
        Assert.Throws<ArgumentException>(() => new EventBridge(_client, new Bare()));
    }

    private async Task<int> FirstBootAsync()
    {
        await foreach (EventBatch batch in _client.ReadBatchesAsync(cancellationToken: _stop.Token))
        {
            return batch.Events[0].BootId;
        }

        return 0;
    }

    private sealed class Bare : IEventSink
    {
        public ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken) => new([]);

        public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
