using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using NanoEvents.Testing;
using Samples;
using Xunit;

namespace NanoEvents.Samples.Tests;

/// <summary>The doorbell that people copy records while there is motion, and not while nobody knows whether there is.</summary>
public sealed class DoorbellTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeEventClient _client;
    private readonly FakeDevice _door;
    private readonly ConcurrentQueue<string> _did = new();
    private readonly Task _running;

    public DoorbellTests()
    {
        _client = new FakeEventClient(_time);
        _door = _client.Device("door").Online(true);
        _running = new Doorbell(_client, "door", why => _did.Enqueue("start: " + why), why => _did.Enqueue("stop: " + why), TimeSpan.FromSeconds(10), _time).RunAsync();
    }

    [Fact]
    public async Task ItStopsWhenTheDeviceGoesOffline()
    {
        await StartAsync();

        _door.Online(false);
        Waiting.Advance(_time, TimeSpan.FromSeconds(2));

        await Waiting.UntilAsync(() => _did.Contains("stop: the device is offline"));
    }

    [Fact]
    public async Task ItStopsWhenNothingComesForTwoMinutes()
    {
        await StartAsync();

        Waiting.Advance(_time, TimeSpan.FromSeconds(118));
        Assert.Single(_did);
        Waiting.Advance(_time, TimeSpan.FromSeconds(4));

        await Waiting.UntilAsync(() => _did.Contains("stop: nothing has come for a while"));
    }

    [Fact]
    public async Task ItGoesOnWhileThereIsMotionAndTheDeviceIsHeard()
    {
        await StartAsync();

        for (int minute = 0; minute < 50; minute++)
        {
            Waiting.Advance(_time, TimeSpan.FromMinutes(1));
            _door.Temperature(20 + (minute % 2));
        }

        Assert.Equal(["start: there is motion"], _did);
        _door.Motion(false);
        await Waiting.UntilAsync(() => _client.Handled.Count >= 2);
        Waiting.Advance(_time, TimeSpan.FromSeconds(12));
        await Waiting.UntilAsync(() => _did.Contains("stop: it is quiet"));
    }

    [Fact]
    public async Task TheEndOfTheProgramStopsIt()
    {
        await StartAsync();

        _client.Complete();
        await _running;

        Assert.Equal(["start: there is motion", "stop: nobody listens any more"], _did);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Complete();
        await _running;
        await _client.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _door.Motion(true);
        await Waiting.UntilAsync(() => !_did.IsEmpty);
    }
}
