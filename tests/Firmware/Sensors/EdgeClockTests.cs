namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>The interrupt's clock begins somewhere else than the uptime, and nobody says where.</summary>
public sealed class EdgeClockTests
{
    private const long From1601To2026Ms = 13_411_000_000_000;
    private const int StepMs = 10;

    private readonly EdgeClock _clock = new();

    /// <summary>What has been seen on boards and on the interpreter: another zero by hours, an origin in 1601, both, or none.</summary>
    public static TheoryData<long> Offsets => [0, 5_839_000, -5_839_000, From1601To2026Ms, From1601To2026Ms + 5_839_000];

    [Theory]
    [MemberData(nameof(Offsets))]
    public void AnEdgeIsDatedAsIfBothClocksHadOneZero(long apartMs)
    {
        Assert.Equal(1000, UptimeMs(1000 + apartMs, 1000));
        Assert.Equal(1500, UptimeMs(1500 + apartMs, 1500));
        Assert.Equal(2000, UptimeMs(2000 + apartMs, 2370));
        Assert.Equal(250, _clock.ToUptimeTicks(2509 + apartMs, 2600));
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void TheLeastLateEdgeSoFarSaysHowFarTheZerosLieApart(long apartMs)
    {
        // The first one is 300 ms late, and nothing can tell; the second is handled at once, and from then on all are right.
        Assert.Equal(1300, UptimeMs(1000 + apartMs, 1300));
        Assert.Equal(1400, UptimeMs(1400 + apartMs, 1400));
        Assert.Equal(1450, UptimeMs(1450 + apartMs, 1790));
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void EdgesHandledInOneGoKeepTheirDistances(long apartMs)
    {
        UptimeMs(1000 + apartMs, 1000);

        long[] dated = [.. Enumerable.Range(0, 100).Select(i => UptimeMs(2000 + (i * StepMs) + apartMs, 3000))];

        Assert.Equal(Enumerable.Range(0, 100).Select(i => 2000L + (i * StepMs)), dated);
    }

    [Fact]
    public void AClockThatIsSetBackOrForwardsCostsOneEdgeItsExactTime()
    {
        UptimeMs(1000, 1000);

        Assert.Equal(2000, UptimeMs(2000 - 3_600_000, 2000));
        Assert.Equal(3000, UptimeMs(3000 - 3_600_000, 3040));
        Assert.Equal(4000, UptimeMs(4000 + 3_600_000, 4000));
        Assert.Equal(5000, UptimeMs(5000 + 3_600_000, 5040));
    }

    /// <summary>5,010 edges, 100 ms apart, their clock 5,839 s from the uptime: taken for uptime, every one of them was debounced away.</summary>
    [Fact]
    public void NoEdgeIsTakenForABounceBecauseOfWhereTheClockBegins()
    {
        Counters counters = new();
        MotionSensor sensor = new(0, new Settings { DebounceMs = 50, HoldMs = 0, MotionMaxPerMinute = 0 }, new EventRing(8192, 1, new AutoResetEvent(false)), counters);
        sensor.Start(false, 100, 0);

        for (int i = 1; i <= 5010; i++)
        {
            long uptimeMs = 1000 + (i * 100);
            sensor.OnEdge(i % 2 == 1, (int)(UptimeMs(uptimeMs + 5_839_000 + From1601To2026Ms, uptimeMs) / StepMs));
        }

        Assert.Equal((5010, 0), (sensor.Edges, counters[NanoEvents.Protocol.CounterId.Debounced]));
    }

    private long UptimeMs(long edgeMs, long nowMs) => _clock.ToUptimeTicks(edgeMs, nowMs) * (long)StepMs;
}
