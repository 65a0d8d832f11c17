using Microsoft.Extensions.Time.Testing;
using NanoEvents.Testing;
using Xunit;

namespace Samples;

public sealed class ThermostatTests
{
    #region test
    [Fact]
    public async Task TheHeatingGoesOffWhenTheDeviceIsOffline()
    {
        var time = new FakeTimeProvider();
        await using var client = new FakeEventClient(time);
        var switched = new List<(string Why, bool On)>();
        Task running = new Thermostat(client, "flat", 19, 20, (why, on) => switched.Add((why, on)), time).RunAsync(TestContext.Current.CancellationToken);

        FakeDevice flat = client.Device("flat").Online(true).Temperature(18.9);
        await UntilAsync(() => switched.Contains(("18.90 °C", true)));
        flat.Online(false);
        await UntilAsync(() => switched.Contains(("the device is offline", false)));

        client.Complete();
        await running;
    }
    #endregion

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
