using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class InFlightTests
{
    private readonly FakeTimeProvider _time = new(TimelineRun.Start);
    private readonly List<int> _acknowledged = [];

    [Fact]
    public void WeAreCaughtUpSinceTheConnection()
    {
        var inFlight = new InFlight(32, _time);
        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);

        inFlight.Connected();
        Assert.Equal(TimelineRun.Start, inFlight.CaughtUpSince);

        inFlight.Disconnected();
        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);
    }

    [Fact]
    public async Task ManyUnhandledMessagesMeanThatTheBrokerMayHoldMore()
    {
        var inFlight = new InFlight(32, _time);
        inFlight.Connected();
        List<Delivery> deliveries = Take(inFlight, 8);

        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);
        _time.Advance(TimeSpan.FromSeconds(9));
        await deliveries[0].AcknowledgeAsync();

        Assert.Equal(TimelineRun.Start.AddSeconds(9), inFlight.CaughtUpSince);
    }

    [Fact]
    public async Task MessagesAreAcknowledgedInTheOrderInWhichTheyAreHandledEachOnce()
    {
        var inFlight = new InFlight(2, _time);
        inFlight.Connected();
        inFlight.SetReaderWaits(true);
        List<Delivery> deliveries = Take(inFlight, 4, isOpen: true);
        Assert.True(inFlight.IsFull);

        await deliveries[2].AcknowledgeAsync();
        await deliveries[2].AcknowledgeAsync();
        await deliveries[0].AcknowledgeAsync();

        Assert.Equal([2, 0], _acknowledged);
        Assert.False(inFlight.IsFull);
        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);
        await deliveries[3].AcknowledgeAsync();
        Assert.Equal(TimelineRun.Start, inFlight.CaughtUpSince);
    }

    [Fact]
    public async Task AMessageMayHaveWaitedWhileTheBrokerWaitsForUsAndShortlyAfter()
    {
        var inFlight = new InFlight(4, _time);
        inFlight.SetReaderWaits(true);
        InFlight.Intake intake = inFlight.Begin();
        Assert.True(Comes(isEvents: false).MayHaveWaited);

        inFlight.Connected();
        intake.Opened();
        Assert.True(Comes(isEvents: false).MayHaveWaited);
        _time.Advance(TimeSpan.FromSeconds(1));

        (bool MayHaveWaited, Delivery Delivery)[] few = [.. Enumerable.Range(0, 4).Select(_ => Comes(isEvents: true))];
        Assert.All(few, one => Assert.False(one.MayHaveWaited));
        Assert.False(Comes(isEvents: false).MayHaveWaited);
        Assert.True(Comes(isEvents: true).MayHaveWaited);

        await few[0].Delivery.AcknowledgeAsync();
        await few[1].Delivery.AcknowledgeAsync();
        Assert.True(Comes(isEvents: true).MayHaveWaited);
        await few[2].Delivery.AcknowledgeAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Comes(isEvents: true).MayHaveWaited);

        (bool MayHaveWaited, Delivery Delivery) Comes(bool isEvents)
        {
            Delivery delivery = intake.Take(isEvents ? _ => Task.CompletedTask : null);
            return (inFlight.Came(delivery, _time.GetUtcNow()), delivery);
        }
    }

    [Fact]
    public async Task AnAcknowledgementThatComesTooLateFreesItsPlace()
    {
        var inFlight = new InFlight(1, _time);
        inFlight.Connected();
        InFlight.Intake intake = inFlight.Begin();
        Delivery delivery = intake.Take(_ => throw new IOException("closed"));
        inFlight.Came(delivery, _time.GetUtcNow());
        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);

        await delivery.AcknowledgeAsync();

        Assert.Equal(TimelineRun.Start, inFlight.CaughtUpSince);
    }

    private List<Delivery> Take(InFlight inFlight, int count, bool isOpen = false)
    {
        InFlight.Intake intake = inFlight.Begin();
        if (isOpen)
        {
            intake.Opened();
        }

        List<Delivery> deliveries = [];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            deliveries.Add(intake.Take(_ =>
            {
                _acknowledged.Add(number);
                return Task.CompletedTask;
            }));
            inFlight.Came(deliveries[i], _time.GetUtcNow());
        }

        return deliveries;
    }
}
