using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class ChaosTests
{
    private static readonly BrokerAnswer[] _answers = Enum.GetValues<BrokerAnswer>();

    [Fact]
    public void WhateverTheBrokerDoesTheCountBalances()
    {
        int dropped = 0;
        int givenUp = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            Bench bench = new(settings => settings.RingCapacityEvents = 1 + random.Next(40));

            for (int i = 0; i < 150; i++)
            {
                DoSomething(bench, random);
            }

            dropped += AssertBalanceInTheEnd(bench, ref givenUp);
        }

        Assert.InRange(dropped, 1000, int.MaxValue);
        Assert.InRange(givenUp, 0, 10);
    }

    private static void DoSomething(Bench bench, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                bench.Broker.GoAway();
                break;
            case 1 or 2:
                bench.Broker.IsUp = true;
                break;
            case 3 or 4:
                bench.Broker.Answer = _answers[random.Next(_answers.Length)];
                bench.Broker.AnswerAfterMs = random.Next(1, 20_000);
                bench.Broker.CloseAfterMs = random.Next(1, 20_000);
                break;
            case 5:
                bench.Broker.Acknowledge((bench.Broker.Sent.LastOrDefault()?.Token ?? 0) - random.Next(1, 20));
                break;
            case 6 or 7 or 8:
                bench.MeasureMany(random.Next(8));
                break;
            default:
                bench.Move(random.Next(2));
                break;
        }

        bench.RunFor(random.Next(random.Next(2) == 0 ? 200 : 20_000));
    }

    private static int AssertBalanceInTheEnd(Bench bench, ref int givenUp)
    {
        bench.Broker.Answer = BrokerAnswer.Accept;
        (bench.Broker.AnswerAfterMs, bench.Broker.CloseAfterMs, bench.Broker.IsUp) = (5, 5, true);
        bench.RunFor(600_000);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised, maxGivenUp: 1);
        givenUp += delivered.DeliveredAndGivenUp;
        Assert.True(bench.Device.Publisher.IsIdle);
        Assert.Equal(delivered.Dropped.Count, bench.Device.Ring.Dropped);
        return delivered.Dropped.Count;
    }
}
