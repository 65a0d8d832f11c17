using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class ConnectionTests
{
    private const int Hour = 3_600_000;

    [Fact]
    public void ItOpensAgainOnlyAfterTheCloseWasSeen()
    {
        Bench bench = Bench.Connected();
        bench.Broker.CloseAfterMs = 40_000;
        bench.Broker.Answer = BrokerAnswer.Hang;
        bench.Move();

        bench.RunFor(54_999);
        Assert.Single(bench.Broker.TriedAt);
        bench.RunFor(2000);

        Assert.Equal(2, bench.Broker.TriedAt.Count);
        Assert.InRange(bench.Broker.TriedAt[1], 56_000, 57_000);
    }

    [Fact]
    public void ALinkThatIsSilentIsGivenUpAfter15Seconds()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.Hang;

        bench.Move();
        bench.RunFor(14_999);
        Assert.Empty(bench.Broker.AbortedAt);
        bench.RunFor(1);

        Assert.Equal([16_000L], bench.Broker.AbortedAt);
    }

    [Fact]
    public void ALinkThatIsSlowIsNotGivenUp()
    {
        Bench bench = Bench.Connected();
        bench.Broker.AnswerAfterMs = 14_990;

        bench.Move();
        bench.RunFor(Hour);

        Assert.Empty(bench.Broker.AbortedAt);
        Assert.Single(bench.SentEvents);
    }

    [Fact]
    public void TheWaitsBetweenTriesGrowToAMinuteAndEachHasARandomPart()
    {
        Bench bench = new();
        bench.Broker.IsUp = false;

        bench.RunFor(Hour);

        List<long> tried = bench.Broker.TriedAt;
        long[] waits = [.. tried.Zip(tried.Skip(1), (a, b) => b - a)];
        long[] steps = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000];
        Assert.All(waits.Zip(steps), pair => Assert.InRange(pair.First, pair.Second / 2, pair.Second));
        Assert.All(waits.Skip(steps.Length), wait => Assert.InRange(wait, 30_000, 60_000));
        Assert.InRange(waits.Distinct().Count(), waits.Length / 2, waits.Length);
    }

    [Fact]
    public void TheFirstAcknowledgementMakesTheNextWaitShort()
    {
        Bench bench = new();
        bench.Broker.IsUp = false;
        bench.RunFor(Hour);
        bench.Broker.IsUp = true;
        bench.RunFor(70_000);

        bench.Broker.GoAway();
        bench.RunFor(2000);

        Assert.Equal(2, bench.Broker.TriedAt.Count(at => at > Hour));
    }

    [Fact]
    public void AConnectionThatClosesBeforeAnAcknowledgementDoesNotMakeTheNextWaitShort()
    {
        Bench bench = new();
        bench.Broker.Answer = BrokerAnswer.Close;

        bench.RunFor(Hour);

        Assert.InRange(bench.Broker.TriedAt.Count, 60, 140);
    }

    [Fact]
    public void AnAcknowledgementOfAnEarlierMessageSaysNothingAboutThisOne()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.Hang;
        bench.Move();
        bench.RunUntil(16_100);
        (bench.Broker.Answer, bench.Broker.AnswerAfterMs) = (BrokerAnswer.Accept, 1000);
        bench.RunUntil(19_300);
        int[] tokens = [.. bench.SentEvents.Select(message => message.Token)];
        Assert.Equal(2, tokens.Length);

        bench.Broker.Acknowledge(tokens[0]);
        bench.RunFor(100);
        Assert.Equal(1, bench.Device.Outbox.Count);
        bench.RunFor(1000);

        Assert.Equal(0, bench.Device.Outbox.Count);
    }

    [Fact]
    public void ReconnectsAreCounted()
    {
        Bench bench = Bench.Connected();

        for (int i = 0; i < 3; i++)
        {
            bench.Broker.GoAway();
            bench.RunFor(5000);
            bench.Broker.IsUp = true;
            bench.RunFor(30_000);
        }

        Assert.Equal(3, bench.Device.Counters[CounterId.Reconnects]);
    }

    [Fact]
    public void ADeviceThatHasNothingToSayIsLeftAloneUntilTheNextState()
    {
        Bench bench = Bench.Connected();

        Assert.Equal(59_020, bench.Device.Step());
        Assert.Equal(int.MaxValue, bench.Device.Connection.WaitMs);
    }
}
