using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class BacklogTests
{
    private readonly FakeTimeProvider _time = new(TimelineRun.Start);

    [Fact]
    public void WeAreCaughtUpSinceTheConnection()
    {
        var backlog = new Backlog(_time);
        Assert.Equal(DateTimeOffset.MaxValue, backlog.CaughtUpSince);

        backlog.Connected();
        Assert.Equal(TimelineRun.Start, backlog.CaughtUpSince);

        backlog.Disconnected();
        Assert.Equal(DateTimeOffset.MaxValue, backlog.CaughtUpSince);
    }

    [Fact]
    public void ManyUnhandledMessagesMeanThatTheBrokerMayHoldMore()
    {
        var backlog = new Backlog(_time);
        backlog.Connected();
        for (int i = 0; i < 8; i++)
        {
            backlog.Came();
        }

        Assert.Equal(DateTimeOffset.MaxValue, backlog.CaughtUpSince);
        _time.Advance(TimeSpan.FromSeconds(9));
        backlog.Done();

        Assert.Equal(TimelineRun.Start.AddSeconds(9), backlog.CaughtUpSince);
    }
}
