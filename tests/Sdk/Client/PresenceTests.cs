using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class PresenceTests
{
    private readonly FakeTimeProvider _time = new(TimelineRun.Start);

    [Theory]
    [InlineData(true, "cellar")]
    [InlineData(false, "cellar, hall")]
    public async Task ADeviceThatWasRemovedWhileTheReaderWasAwayIsGone(bool isForgotten, string left)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await ShowAsync(broker, "cellar");
        await ShowAsync(broker, "hall");
        await using TestReader reader = await TestReader.ConnectAsync(Options(broker));
        await TestReader.UntilAsync(() => reader.Client.Devices.Count == 2);

        _time.Advance(TimeSpan.FromSeconds(1));
        await broker.DisconnectAllAsync();
        await TestReader.UntilAsync(() => !reader.Client.IsConnected);
        long before = reader.Client.Stats.Messages;
        if (isForgotten)
        {
            await broker.SendAsync([], "hall", "status", retain: true);
        }

        await ReconnectAsync(reader);
        int retained = isForgotten ? 1 : 2;
        await TestReader.UntilAsync(() => reader.Client.Stats.Messages == before + retained);

        // When the next message is counted, those before it have been handled.
        await ShowAsync(broker, "cellar");
        await TestReader.UntilAsync(() => reader.Client.Stats.Messages == before + retained + 1);
        await TestReader.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(11));
            return Names(reader) == left;
        });

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(left, Names(reader));
        Assert.Equal(!isForgotten, reader.Client.TryGetState("hall", out _));

        await ShowAsync(broker, "hall");
        await TestReader.UntilAsync(() => Names(reader) == "cellar, hall");
    }

    [Fact]
    public async Task IfTheBrokerHasLostAllRetainedMessagesOnlyALongSilenceShowsThatADeviceIsGone()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await ShowAsync(broker, "hall");
        await using TestReader reader = await TestReader.ConnectAsync(Options(broker));
        await TestReader.UntilAsync(() => reader.Client.Devices.Count == 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await broker.DisconnectAllAsync();
        await TestReader.UntilAsync(() => !reader.Client.IsConnected);
        await broker.Server.DeleteRetainedMessagesAsync();

        await ReconnectAsync(reader);
        _time.Advance(TimeSpan.FromHours(20));
        Assert.Equal("hall", Names(reader));

        _time.Advance(TimeSpan.FromHours(5));
        Assert.Equal("", Names(reader));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task HowFarALoopIsBehindDoesNotDependOnTheTimeOfDay(int hours)
    {
        var clock = new SettableClock();
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(Options(broker) with { TimeProvider = clock });
        await broker.SendAsync(TestBatch.Of(1, 2));
        await reader.NextAsync();

        clock.Set(TimeSpan.FromHours(hours));
        clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), reader.Client.Stats.Behind);
    }

    private static Task ShowAsync(TestBroker broker, string device) => broker.SendAsync("online"u8.ToArray(), device, "status", retain: true);

    private static string Names(TestReader reader) => string.Join(", ", reader.Client.Devices.Select(d => d.Device).Order());

    private EventClientOptions Options(TestBroker broker) => new() { Broker = broker.Address, TimeProvider = _time };

    private Task ReconnectAsync(TestReader reader) => TestReader.UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(10));
        return reader.Client.IsConnected;
    });
}
