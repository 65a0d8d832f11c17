using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class FlappingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Flapping _flapping;

    public FlappingTests()
    {
        _flapping = new Flapping(_time);
    }

    [Fact]
    public void ThreeShortConnectionsInARowAreSuspicious()
    {
        Stay(TimeSpan.FromHours(1), 1);
        Stay(TimeSpan.FromSeconds(1), 2);
        Assert.False(_flapping.IsSuspected);

        Stay(TimeSpan.FromSeconds(1), 1);

        Assert.True(_flapping.IsSuspected);
    }

    [Fact]
    public void ABrokerThatCannotBeReachedInBetweenHasTroubleOfItsOwn()
    {
        for (int i = 0; i < 10; i++)
        {
            Stay(TimeSpan.FromSeconds(1), 1);
            _flapping.Failed();
        }

        Assert.False(_flapping.IsSuspected);
    }

    [Fact]
    public void OneLongConnectionTakesTheSuspicionAway()
    {
        Stay(TimeSpan.FromSeconds(1), 5);

        Stay(TimeSpan.FromMinutes(1), 1);

        Assert.False(_flapping.IsSuspected);
    }

    // A broker of MQTT 5 would say what it is; this one is of those that do not.
    [Fact]
    public async Task TheSuspicionNamesTheClientIdAndSlowsDown()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, Session = "same" });

        for (int i = 0; i < Flapping.Enough; i++)
        {
            await broker.DisconnectAllAsync();
            await reader.UntilConnectedAsync();
        }

        Assert.Contains(reader.Client.Warnings, w => w.Contains("Most likely another program connects as nanoevents-same: each program that reads needs a Session or ClientId of its own", StringComparison.Ordinal));
        Assert.Contains(reader.Notices, r => r.Kind == NoticeKind.Warning);
    }

    private void Stay(TimeSpan time, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _flapping.Opened();
            _time.Advance(time);
            _flapping.Closed();
        }
    }
}
