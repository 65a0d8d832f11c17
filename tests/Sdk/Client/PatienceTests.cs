using Xunit;

namespace NanoEvents.Tests;

/// <summary>Each device has its own patience, measured by a clock that nobody sets.</summary>
public sealed class PatienceTests
{
    // The batches that a reader holds back, of all devices together.
    private const int MaxHeld = 8;

    [Fact]
    public async Task HolesOfOneDeviceDoNotShortenThePatienceOfAnother()
    {
        await using var run = new ReadingRun();
        run.Add("hall", TestBatch.Of(1, 1)).Add("hall", TestBatch.Of(3, 1));
        await run.WaitAsync(1);
        AddHoles(run, "noisy", 40);
        await run.WaitAsync(3.9);
        run.Add("hall", TestBatch.Of(2, 1));

        List<string> read = await run.ReadAsync();

        Assert.Equal(["hall 1", "hall 2", "hall 3"], read.Where(text => text.StartsWith("hall", StringComparison.Ordinal)));
        Assert.Equal(["noisy 1", "noisy transit 2+1", "noisy 3"], read.Where(text => text.StartsWith("noisy", StringComparison.Ordinal)).Take(3));
    }

    [Fact]
    public async Task TheDeviceThatHoldsMostGivesUpFirstAndNoSooner()
    {
        await using var run = new ReadingRun();
        AddHoles(run, "few", 2);
        AddHoles(run, "many", MaxHeld - 2);
        Assert.Equal(["few 1", "many 1"], await run.ReadAsync());

        AddHoles(run, "one", 1);

        Assert.Equal(["few 1", "many 1", "one 1", "many transit 2+1", "many 3"], await run.ReadAsync());
    }

    [Fact]
    public async Task ADeadlineIsThatOfItsOwnDevice()
    {
        await using var run = new ReadingRun();
        AddHoles(run, "shed", 1);
        await run.WaitAsync(3);
        AddHoles(run, "hall", 1);
        await run.WaitAsync(2);
        Assert.Equal(["shed 1", "hall 1", "shed transit 2+1", "shed 3"], await run.ReadAsync());

        await run.WaitAsync(2.9);
        run.Add("hall", TestBatch.Of(2, 1));

        Assert.Equal(["hall 2", "hall 3"], (await run.ReadAsync())[4..]);
        Assert.Equal(1, run.Stats.Lost);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public async Task AReadersClockThatIsSetLosesNothingEarlyAndNothingLate(int hours)
    {
        await using var run = new ReadingRun();
        AddHoles(run, "hall", 1);
        await run.WaitAsync(1);

        run.Clock.Set(TimeSpan.FromHours(hours));
        run.Add("shed", TestBatch.Of(1, 1));
        await run.WaitAsync(3.9);
        run.Add("shed", TestBatch.Of(2, 1));
        Assert.Equal(["hall 1", "shed 1", "shed 2"], await run.ReadAsync());

        await run.WaitAsync(0.2);
        Assert.Equal(["hall transit 2+1", "hall 3"], (await run.ReadAsync())[3..]);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public async Task NorDoesItLoseATailThatAStateTellsOf(int hours)
    {
        await using var run = new ReadingRun();
        run.Add("hall", TestBatch.Of(1, 1)).Add("hall", TestBatch.State(3));
        await run.WaitAsync(1);

        run.Clock.Set(TimeSpan.FromHours(hours));
        run.Add("shed", TestBatch.Of(1, 1));
        await run.WaitAsync(3.9);
        run.Add("shed", TestBatch.Of(2, 1)).Add("hall", TestBatch.Of(2, 1));

        Assert.Equal(["hall 1", "shed 1", "shed 2", "hall 2"], await run.ReadAsync());
        await run.WaitAsync(10);
        Assert.Equal(4, (await run.ReadAsync()).Count);
    }

    // The first batch, and then each second one.
    private static void AddHoles(ReadingRun run, string device, uint holes)
    {
        for (uint i = 0; i <= holes; i++)
        {
            run.Add(device, TestBatch.Of(1 + (2 * i), 1));
        }
    }

    [Fact]
    public async Task AClockThatWasSetDoesNotShortenThePatienceWhenTheConnectionOpensAgain()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        WallClock clock = new();
        EventClientOptions options = new() { Broker = broker.Address, Session = "patient", GapPatience = TimeSpan.FromMinutes(1), TimeProvider = clock };
        await using TestReader reader = await TestReader.ConnectAsync(options);
        await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true });
        await reader.NextAsync(2);
        await broker.SendAsync(TestBatch.Of(3, 1));
        reader.Ask();
        await TestReader.UntilAsync(() => reader.Client.Stats.Batches == 2 && broker.Acknowledged == 1);

        clock.Ahead = TimeSpan.FromDays(1);
        await broker.DisconnectAllAsync();
        await reader.UntilConnectedAsync();
        await TestReader.UntilAsync(() => reader.Client.Stats.Batches == 3);
        await broker.SendAsync(TestBatch.Of(2, 1));

        Assert.Equal([2u, 3u], (await reader.NextAsync(2)).Select(e => e.Sequence!.Value));
        Assert.Equal(0, reader.Client.Stats.Lost);
    }

    // A real clock whose time of day can be set.
    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
