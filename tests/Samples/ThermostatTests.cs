using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using NanoEvents.Testing;
using Samples;
using Xunit;

namespace NanoEvents.Samples.Tests;

/// <summary>The thermostat that people copy heats only while it knows how warm it is.</summary>
public sealed class ThermostatTests : IAsyncDisposable
{
    private const double Cold = 18.5;
    private readonly FakeTimeProvider _time = new();
    private readonly FakeEventClient _client;
    private readonly FakeDevice _flat;
    private readonly ConcurrentQueue<(string Why, bool On)> _switched = new();
    private Task _running = Task.CompletedTask;

    public ThermostatTests()
    {
        _client = new FakeEventClient(_time);
        _flat = _client.Device("flat").Online(true);
    }

    private (string Why, bool On) Last => _switched.LastOrDefault();

    [Fact]
    public async Task ItHeatsBelowTheLowerLimitUntilAboveTheUpperOne()
    {
        await HeatAsync();

        _flat.Temperature(19.9).Temperature(20.0);
        await Waiting.UntilAsync(() => !Last.On);
        _flat.Temperature(19.1).Temperature(18.9);
        await Waiting.UntilAsync(() => Last.On);

        Assert.Equal([true, false, true], _switched.Select(s => s.On));
    }

    [Fact]
    public async Task AFaultSwitchesItOff()
    {
        await HeatAsync();

        _flat.Fault(began: true);

        await Waiting.UntilAsync(() => Last == ("the thermometer does not work (no-answer)", false));
    }

    [Fact]
    public async Task ADeviceThatGoesOfflineSwitchesItOff()
    {
        await HeatAsync();

        _flat.Online(false);

        await Waiting.UntilAsync(() => Last == ("the device is offline", false));
    }

    [Fact]
    public async Task SilenceSwitchesItOff()
    {
        await HeatAsync();

        Waiting.Advance(_time, TimeSpan.FromMinutes(3));

        await Waiting.UntilAsync(() => Last == ("nothing has come for a while", false));
    }

    [Fact]
    public async Task ALowCrossingOfThreeDaysAgoDoesNotSwitchItOn()
    {
        _flat.Temperature(Cold).Threshold(Cold, limit: 19, side: ThresholdSide.Low);
        _time.Advance(TimeSpan.FromDays(3));

        Run();

        await Waiting.UntilAsync(() => Last == ("the reading is old", false));
        Assert.Single(_switched);
    }

    [Fact]
    public async Task ADeviceOfWhichNothingIsKnownDoesNotSwitchItOn()
    {
        Run();
        await Waiting.UntilAsync(() => !_switched.IsEmpty);

        Assert.Equal(("the thermometer does not work (no reading)", false), Last);
    }

    [Fact]
    public async Task TheEndOfTheProgramSwitchesItOff()
    {
        await HeatAsync();

        _client.Complete();
        await _running;

        Assert.False(Last.On);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Complete();
        await _running;
        await _client.DisposeAsync();
    }

    private async Task HeatAsync()
    {
        Run();
        _flat.Temperature(Cold);
        await Waiting.UntilAsync(() => Last.On);
        _switched.Clear();
        _switched.Enqueue(("18.50 °C", true));
    }

    private void Run() => _running = new Thermostat(_client, "flat", 19, 20, (why, on) => _switched.Enqueue((why, on)), _time).RunAsync();
}
