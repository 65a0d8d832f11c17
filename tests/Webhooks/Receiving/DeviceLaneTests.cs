using NanoEvents.Kafka.Tests;
using NanoEvents.Webhooks.AspNetCore;

namespace NanoEvents.Webhooks.Tests.Receiving;

public sealed class DeviceLaneTests
{
    [Fact]
    public async Task AfterASenderHasGoneTheLaneContinuesWithTheNextEvent()
    {
        using var lane = new DeviceLane("hall", new TimelineCounts());
        using var gone = new CancellationTokenSource();
        List<NanoEvent> handled = [];
        NanoEvent[] events = [Made.Temperature("hall", 1), Made.Temperature("hall", 4), Made.Temperature("hall", 5)];
        async Task<Exception?> Handle(NanoEvent e)
        {
            handled.Add(e);
            await gone.CancelAsync();
            return null;
        }

        await Assert.ThrowsAsync<OperationCanceledException>(() => lane.HandleAsync(events, Handle, gone.Token));
        Assert.Equal("1", Made.Numbers(handled));
        Assert.True(lane.IsWaiting);

        Assert.Null(await lane.HandleAsync(events, Handle, CancellationToken.None));
        Assert.Equal("1 lost:2+2:transit 4 5", Made.Numbers(handled));
        Assert.False(lane.IsWaiting);
    }

    [Fact]
    public async Task ASecondRequestWaitsForTheFirst()
    {
        using var lane = new DeviceLane("hall", new TimelineCounts());
        var goOn = new TaskCompletionSource();
        List<NanoEvent> handled = [];
        async Task<Exception?> Handle(NanoEvent e)
        {
            handled.Add(e);
            await goOn.Task;
            return null;
        }

        Task first = lane.HandleAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Handle, CancellationToken.None);
        Task second = lane.HandleAsync([Made.Temperature("hall", 2), Made.Temperature("hall", 3)], Handle, CancellationToken.None);
        Assert.Equal("1", Made.Numbers(handled));

        goOn.SetResult();
        await first;
        await second;
        Assert.Equal("1 2 3", Made.Numbers(handled));
    }
}
