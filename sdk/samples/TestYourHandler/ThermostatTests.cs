using NanoEvents;
using NanoEvents.Testing;
using Xunit;

namespace Samples;

public sealed class ThermostatTests
{
    #region test
    [Fact]
    public async Task TheHeatingGoesOffAboveTheLimit()
    {
        await using var client = new FakeEventClient();
        var switched = new List<(string Why, bool On)>();
        client.Device("flat").Temperature(29.8).Threshold(30.25, limit: 30);
        client.Complete();

        await new Thermostat(client, (why, on) => switched.Add((why, on))).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("30.25 °C is beyond the limit of 30.00 °C", false), Assert.Single(switched));
    }
    #endregion

    [Fact]
    public async Task TheHeatingGoesOnBelowTheLowerLimitAndOffWhenEventsAreLost()
    {
        await using var client = new FakeEventClient();
        var switched = new List<bool>();
        client.Device("flat").Threshold(16.9, limit: 17, side: ThresholdSide.Low).Lose(2).Temperature(17.5);
        client.Complete();

        await new Thermostat(client, (_, on) => switched.Add(on)).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([true, false], switched);
    }
}
