using Xunit;

namespace NanoEvents.Tests;

/// <summary>Batches whose boot is in doubt, because a checkpoint and a state name another one, stop no other device.</summary>
public sealed class DoubtfulBootTests
{
    private const int Other = 0xB002;

    [Fact]
    public async Task BatchesOfAnotherBootThanTheCheckpointsDoNotStopTheReader()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        EventClientOptions options = Options(broker);
        TestReader first = await TestReader.ConnectAsync(options);
        await broker.SendAsync(TestBatch.State(8));
        for (uint i = 1; i <= 40; i++)
        {
            await broker.SendAsync(TestBatch.Of(i, 1) with { Boot = Other });
        }

        await broker.SendAsync(TestBatch.Of(1, 1), "garden");

        // A program that ends at its first event has handled nothing. The next one gets as far as the garden.
        await first.NextAsync();
        await first.DisposeAsync();
        await using TestReader second = await TestReader.ConnectAsync(options);
        List<NanoEvent> read = [];
        do
        {
            read.Add(await second.NextAsync());
        }
        while (read[^1].Device != "garden");

        Assert.Equal(1u, read[^1].Sequence);
        Assert.Equal(Enumerable.Range(1, 40), read.Where(e => e is { BootId: Other, Celsius: not null }).Select(e => (int)e.Sequence!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NorDoTheyIfTheBrokerSendsNoMoreThanItsLimit(bool isRestart)
    {
        const int Limit = 16;
        await using var run = new ReadingRun(new EventClientOptions { ReceiveMaximum = Limit, GapPatience = TimeSpan.FromHours(1) }, new Checkpoint("hall", new TestBatch().Boot, 7));
        run.Add("hall", MessageKind.State, TestBatch.State(8).ToArray(), isRetained: isRestart);
        for (int sent = 0; sent < 40; sent++)
        {
            await run.ReadAsync();
            Assert.True(sent - run.Acknowledged < Limit, "the broker waits for acknowledgements");
            run.Add("hall", TestBatch.Of((uint)sent + 1, 1) with { Boot = Other });
        }

        run.Add("garden", TestBatch.Of(1, 1));

        Assert.Equal(["hall restart 8+", .. Enumerable.Range(1, 40).Select(i => $"hall {i}"), "garden 1"], await run.ReadAsync());
    }

    [Fact]
    public async Task TheDoubtEndsEvenIfTheBrokerMayHoldMessagesBack()
    {
        await using var run = new ReadingRun(new EventClientOptions { GapPatience = TimeSpan.FromSeconds(5) }, new Checkpoint("hall", new TestBatch().Boot, 7));
        run.Add("hall", TestBatch.State(8));
        for (uint i = 1; i <= 8; i++)
        {
            run.Add("hall", TestBatch.Of(i, 1) with { Boot = Other });
        }

        await run.WaitAsync(9);
        Assert.Empty(await run.ReadAsync());

        await run.WaitAsync(2);
        Assert.Equal(["hall restart 8+", .. Enumerable.Range(1, 8).Select(i => $"hall {i}")], await run.ReadAsync());
    }

    private static EventClientOptions Options(TestBroker broker) => new()
    {
        Broker = broker.Address,
        Session = "s",
        ReceiveMaximum = 16,
        GapPatience = TimeSpan.FromHours(1),
        Checkpoints = [new Checkpoint("hall", new TestBatch().Boot, 7)],
    };
}
