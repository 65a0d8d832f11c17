using Xunit;

namespace NanoEvents.Tests;

/// <summary>More devices than the reader follows: no name, old or invented, harms a device that is there.</summary>
public sealed class ManyDevicesTests
{
    [Fact]
    public async Task RetainedStatusesOfOldDevicesDoNotPushOutADeviceThatIsThere()
    {
        await using var run = new ReadingRun();
        run.Add("early", TestBatch.Of(1, 2));
        for (int i = 0; i < 10_500; i++)
        {
            run.Add($"old{i}", MessageKind.Status, "offline"u8.ToArray(), isRetained: true);
        }

        run.Add("late", TestBatch.Of(1, 2)).Add("early", TestBatch.Of(3, 1));

        Assert.Equal(["early 1", "early 2", "late 1", "late 2", "early 3"], await run.ReadAsync());
        Assert.Equal((501, 0, 3), (run.Stats.Ignored, run.Stats.Lost, run.Acknowledged));
        Assert.Equal(10_000, run.Devices.Count());
        Assert.All(run.Notices, notice => Assert.Equal(NoticeKind.TooManyDevices, notice.Kind));
        Assert.Contains(run.Notices, notice => notice.Text.EndsWith("is no longer followed; late is instead", StringComparison.Ordinal));
        Assert.InRange(run.Notices.Count, 2, 12);
    }

    [Fact]
    public async Task WhoIsLeftOutIsCountedAndTold()
    {
        await using var run = new ReadingRun(new EventClientOptions { MaxDevices = 2 });
        run.Add("hall", TestBatch.Of(1, 1)).Add("shed", TestBatch.Of(1, 1)).Add("garden", TestBatch.Of(1, 3)).Add("garden", TestBatch.State(4));

        Assert.Equal(["hall 1", "shed 1", "garden transit 1+3"], await run.ReadAsync());
        Assert.Equal((2, 3, 3), (run.Stats.Ignored, run.Stats.Lost, run.Acknowledged));
        Assert.Equal("There are more devices than MaxDevices: the events of garden are lost. Raise it, or look for names that somebody has made up.", run.Notices[0].Text);
    }

    [Fact]
    public async Task ASilentDeviceMakesRoomAndContinuesWhereItWas()
    {
        await using var run = new ReadingRun(new EventClientOptions { MaxDevices = 2 });
        run.Add("hall", TestBatch.Of(1, 1)).Add("shed", TestBatch.Of(1, 2));
        await run.WaitAsync(179);
        run.Add("hall", TestBatch.State(2)).Add("garden", TestBatch.Of(1, 1));
        await run.WaitAsync(2);
        run.Add("garden", TestBatch.Of(2, 1));
        await run.WaitAsync(181);
        run.Add("garden", TestBatch.State(3)).Add("shed", TestBatch.Of(2, 2));

        // The third message of the garden found room; the shed's second batch was handled in part before.
        Assert.Equal(["hall 1", "shed 1", "shed 2", "garden transit 1+1", "garden 2", "shed 3"], await run.ReadAsync());
        Assert.Equal((1, 1, 1), (run.Stats.Ignored, run.Stats.Lost, run.Stats.Duplicates));
        Assert.Equal(["garden", "shed"], run.Devices.Select(device => device.Device).Order());
    }

    [Fact]
    public async Task AStatusAloneRemovesNobody()
    {
        await using var run = new ReadingRun(new EventClientOptions { MaxDevices = 1 });
        run.Add("hall", TestBatch.Of(1, 1));
        await run.WaitAsync(600);

        run.Add("ghost", MessageKind.Status, "online"u8.ToArray()).Add("hall", TestBatch.Of(2, 1));

        Assert.Equal(["hall 1", "hall 2"], await run.ReadAsync());
        Assert.Equal("hall", Assert.Single(run.Devices).Device);
        Assert.Equal(1, run.Stats.Ignored);
    }
}
