using NanoEvents.Kafka.Tests;

namespace NanoEvents.Bridge.Tests;

/// <summary>What of a device's records is new, repeated, or missing.</summary>
public sealed class DeviceMarksTests
{
    [Fact]
    public void EventsInOrderComeAsTheyAre() => Assert.Equal("boot 1 2 3", Read(Start(), E(1), E(2), E(3)));

    [Fact]
    public void RepeatedRecordsAreLeftOut() => Assert.Equal("boot 1 2 3 lost:4+2:overflow 6", Read(
        Start(), E(1), E(2), E(1), E(2), Start(), E(3), Lost(4, 2), Lost(4, 2), E(5), E(6), E(3)));

    [Fact]
    public void WhatIsMissingIsLostAtItsPlace() => Assert.Equal("1 2 lost:3+4:transit 7", Read(E(1), E(2), E(7), E(5)));

    [Fact]
    public void WhatIsMissingBeforeALossIsLostToo() => Assert.Equal("1 lost:2+1:transit lost:3+2:overflow 5", Read(E(1), Lost(3, 2), E(5)));

    [Fact]
    public void ALossThatReachesBackBeginsAfterWhatWasGiven() => Assert.Equal("1 2 lost:3+2:overflow 5", Read(E(1), E(2), Lost(2, 3), E(5)));

    [Fact]
    public void TheFirstRecordThatIsReadMayHaveAnyNumber() => Assert.Equal("500 501", Read(E(500), E(501)));

    [Fact]
    public void ALaterBootBeginsWithOne() => Assert.Equal("9 lost:1+2:transit 3", Read(E(9), E(3, boot: 7)));

    [Fact]
    public void TheEndOfABootIsSaidOnce() => Assert.Equal("1 lost:2+?:restart boot 1", Read(
        E(1), NanoEvent.OfLoss("hall", Made.Boot, 2, 0, LossCause.Restart), Start(7), E(1, 7), NanoEvent.OfLoss("hall", Made.Boot, 2, 0, LossCause.Restart), E(1)));

    // Two boards had one name: the first was taken for restarted.
    [Fact]
    public void ABootThatGoesOnAfterItsEndIsReadOn() => Assert.Equal("1 lost:2+?:restart boot 1 2 2 lost:3+1:transit 4 lost:5+?:restart", Read(
        E(1), NanoEvent.OfLoss("hall", Made.Boot, 2, 0, LossCause.Restart), Start(7), E(1, 7), E(2), E(2, 7), E(1), E(4), NanoEvent.OfLoss("hall", Made.Boot, 5, 0, LossCause.Restart)));

    [Fact]
    public void NumbersGoOnWithZero() => Assert.Equal("4294967294 4294967295 0 lost:1+1:transit 2", Read(E(uint.MaxValue - 1), E(uint.MaxValue), E(0), E(2), E(uint.MaxValue)));

    [Fact]
    public void WhatIsOnlyGoneThroughCountsAsKnown()
    {
        var marks = new DeviceMarks("hall");
        var output = new List<NanoEvent>();

        marks.Take(E(1), null);
        marks.Take(E(2), null);
        marks.Take(E(2), output);
        marks.Take(E(4), output);

        Assert.Equal("lost:3+1:transit 4", Made.Numbers(output));
    }

    [Fact]
    public void EachIsCountedForWhatItWas()
    {
        var counts = new TimelineCounts();
        var marks = new DeviceMarks("hall", counts);
        List<NanoEvent> output = [];

        foreach (NanoEvent e in (NanoEvent[])[Start(), E(1), E(1), E(4), NanoEvent.OfLoss("hall", Made.Boot, 5, 0, LossCause.Restart), E(4), E(5)])
        {
            marks.Take(e, output);
        }

        Assert.Equal(new TimelineStats(Delivered: 3, Duplicates: 2, Late: 0, Lost: 2), counts.Snapshot());
    }

    private static NanoEvent E(uint sequence, int boot = Made.Boot) => Made.Temperature("hall", sequence, boot);

    private static NanoEvent Start(int boot = Made.Boot) => Made.Start("hall", boot);

    private static NanoEvent Lost(uint from, uint count) => Made.Lost("hall", from, count);

    private static string Read(params NanoEvent[] records)
    {
        var marks = new DeviceMarks("hall");
        var output = new List<NanoEvent>();
        foreach (NanoEvent e in records)
        {
            marks.Take(e, output);
        }

        return Made.Numbers(output);
    }
}
