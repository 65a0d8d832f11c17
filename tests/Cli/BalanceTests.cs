using NanoEvents.Cli.Demo;
using NanoEvents.Cli.Output;
using NanoEvents.Testing;

namespace NanoEvents.Cli.Tests;

/// <summary>What `demo --faults` ends with: exit code 1 where a number is not accounted for, so each way in which that can be is noticed.</summary>
public sealed class BalanceTests
{
    private const int FirstBoot = 1;

    [Fact]
    public async Task WhatIsDeliveredAndLostIsEverything()
    {
        NanoEvent[] events = await EventsAsync(device => device.Motion(true).Lose(3).Motion(false).Lose(2, LossCause.Transit).Motion(true));
        Balance balance = Handled(events, raised: 8, dropped: 3);

        Assert.Null(balance.FindProblem());
        Assert.Equal((8, 3, new LossCounts(3, 2, 0)), (balance.TotalRaised, balance.Delivered, balance.Lost));
    }

    [Fact]
    public async Task ARestartTakesWhatWasLeft()
    {
        Balance balance = new(mayLoseInTransit: false);
        balance.Begin(FirstBoot);
        balance.Raised(10, 0);
        balance.Begin(FirstBoot + 1);
        balance.Raised(1, 0);

        foreach (NanoEvent e in await EventsAsync(device => device.Motion(true).Motion(false).Restart().Motion(true)))
        {
            balance.Handle(e);
        }

        Assert.Null(balance.FindProblem());
        Assert.Equal(new LossCounts(0, 0, 8), balance.Lost);
    }

    [Fact]
    public async Task WhatTheBrokerLostBeforeTheFirstMessageIsLostInTransitWhicheverBootItIsOf()
    {
        Balance balance = new(mayLoseInTransit: true);
        balance.Begin(FirstBoot);
        balance.Raised(5, 0);
        balance.Begin(FirstBoot + 1);
        balance.Raised(2, 0);

        balance.Handle((await EventsAsync(device => device.Motion(true).Restart().Motion(true).Motion(false)))[^1]);

        Assert.Null(balance.FindProblem());
        Assert.Equal((1, new LossCounts(0, 1, 5)), (balance.Delivered, balance.Lost));
    }

    [Theory]
    [InlineData("missing", "number 2 should be next")]
    [InlineData("twice", "number 3 should be next")]
    [InlineData("order", "number 3 should be next")]
    [InlineData("tail", "4 were raised, and 3 are accounted for")]
    public async Task WhatIsNotAccountedForIsNamed(string mistake, string says)
    {
        NanoEvent[] e = [.. (await EventsAsync(device => device.Motion(true).Motion(false).Motion(true))).Where(e => e.Sequence != null)];
        NanoEvent[] handled = mistake switch
        {
            "missing" => [e[0], e[2]],
            "twice" => [e[0], e[1], e[1], e[2]],
            "order" => [e[1], e[0], e[2]],
            _ => e,
        };

        Assert.Contains(says, Handled(handled, raised: mistake == "tail" ? 4u : 3u).FindProblem());
    }

    [Fact]
    public async Task ALossNeedsItsReason()
    {
        NanoEvent[] transit = await EventsAsync(device => device.Motion(true).Lose(2, LossCause.Transit).Motion(true));
        NanoEvent[] overflow = await EventsAsync(device => device.Motion(true).Lose(2).Motion(true));

        Assert.Contains("no broker has lost anything", Handled(transit, 4, mayLose: false).FindProblem());
        Assert.Contains("2 are said to be dropped by the ring, which dropped 0", Handled(overflow, 4, dropped: 0).FindProblem());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingDeliveredIsNoBalance(bool mayLose)
    {
        Assert.Equal("20440 were raised, and nothing has been delivered", Handled([], raised: 20_440, mayLose: mayLose).FindProblem());
        Assert.Null(Handled([], raised: 0, mayLose: mayLose).FindProblem());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABootOfWhichNothingHasComeIsNoBalance(bool mayLose)
    {
        Balance balance = Handled(await EventsAsync(device => device.Motion(true).Motion(false)), 2, mayLose: mayLose);
        balance.Begin(FirstBoot + 1);
        balance.Raised(0, 0);
        Assert.Null(balance.FindProblem());

        balance.Raised(3, 0);

        Assert.False(balance.IsComplete);
        Assert.Equal("boot 2: 3 were raised, and nothing of it has come", balance.FindProblem());
    }

    [Fact]
    public async Task AllToldAsLostIsNoDelivery()
    {
        NanoEvent[] events = [.. (await EventsAsync(device => device.Lose(5, LossCause.Transit).Motion(true))).Where(e => e.Kind == EventKind.Lost)];

        Assert.Equal("5 were raised, and nothing has been delivered", Handled(events, raised: 5).FindProblem());
    }

    [Fact]
    public async Task ABootThatNeverWasIsNoticed()
    {
        NanoEvent[] events = await EventsAsync(device => device.Motion(true).Restart().Motion(true));

        Assert.Contains("the boot is running", Handled(events, 1).FindProblem());
    }

    private static Balance Handled(NanoEvent[] events, uint raised, uint dropped = 0, bool mayLose = true)
    {
        Balance balance = new(mayLose);
        balance.Begin(FirstBoot);
        foreach (NanoEvent e in events)
        {
            balance.Handle(e);
        }

        balance.Raised(raised, dropped);
        return balance;
    }

    private static async Task<NanoEvent[]> EventsAsync(Action<FakeDevice> happens)
    {
        await using FakeEventClient client = new();
        happens(client.Device("hut"));
        client.Complete();
        return await client.ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
    }
}
