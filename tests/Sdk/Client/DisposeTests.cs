using Xunit;

namespace NanoEvents.Tests;

public sealed class DisposeTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItWaitsUntilALoopThatWaitsIsOver(bool ofStates)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var client = new EventClient(broker.Address);
        using var held = new ManualResetEventSlim();
        var connected = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);

        // The connection cannot end as long as its notice is being handled.
        client.NoticeReceived += (sender, _) =>
        {
            connected.TrySetResult(sender);
            held.Wait(_limit, Stop);
        };
        Task loop = Task.Run(() => ofStates ? ReadAsync(client.ReadStateAsync(cancellationToken: Stop)) : ReadAsync(client.ReadAsync(cancellationToken: Stop)), Stop);
        Assert.Same(client, await connected.Task.WaitAsync(_limit, Stop));

        Task disposing = client.DisposeAsync().AsTask();
        await Task.WhenAny(disposing, Task.Delay(100, Stop));
        Assert.False(disposing.IsCompleted);

        held.Set();
        await disposing.WaitAsync(_limit, Stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(_limit, Stop));
        Assert.False(client.IsConnected);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task FromInsideALoopItDoesNotWaitAndTheEventCountsAsHandled()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var options = new EventClientOptions { Broker = broker.Address, Session = "house" };
        await using (TestReader first = await TestReader.ConnectAsync(options))
        {
            await broker.SendAsync(TestBatch.Of(1, 1));
            Assert.Equal(1u, (await first.NextAsync()).Sequence);

            await first.Client.DisposeAsync().AsTask().WaitAsync(_limit, Stop);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(first.NextAsync);
        }

        await TestReader.UntilAsync(() => broker.Acknowledged == 1);
        await using TestReader second = await TestReader.ConnectAsync(options);
        await broker.SendAsync(TestBatch.Of(2, 1));
        Assert.Equal(2u, (await second.NextAsync()).Sequence);
    }

    [Fact]
    public async Task ALoopThatBeginsAfterItDoesNotConnect()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var client = new EventClient(broker.Address);
        int notices = 0;
        client.NoticeReceived += (_, _) => Interlocked.Increment(ref notices);
        IAsyncEnumerable<NanoEvent> events = client.ReadAsync(cancellationToken: Stop);
        IAsyncEnumerable<DeviceState> states = client.ReadStateAsync(cancellationToken: Stop);

        await client.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(events));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(states));
        Assert.Equal(0, Volatile.Read(ref notices));
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (T _ in items)
        {
        }
    }
}
