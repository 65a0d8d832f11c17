using NanoEvents;

namespace Samples;

/// <summary>
/// Heats below one limit and stops above the other, as long as it knows how warm it is now. A device that is offline, a thermometer at fault, and
/// silence all switch the heating off, and so does the end of the program.
/// </summary>
public sealed class Thermostat(IEventClient client, string device, double low, double high, Action<string, bool> switchHeating, TimeProvider time)
{
    private static readonly TimeSpan _beforeTheFirst = TimeSpan.FromMinutes(3);
    private readonly Lock _lock = new();
    private bool? _isOn;

    #region thermostat
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using ITimer silence = time.CreateTimer(_ => Switch(false, "nothing has come for a while"), null, _beforeTheFirst, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (DeviceState state in client.ReadStateAsync(device, cancellationToken))
            {
                silence.Change(TooOld(state), Timeout.InfiniteTimeSpan);
                Act(state);
            }
        }
        finally
        {
            Switch(false, "nobody looks at the temperature any more");
        }
    }

    private void Act(DeviceState state)
    {
        SourceState? thermometer = state.Sources.FirstOrDefault(source => source.Type == SourceType.Thermometer);
        if (state.Online != true)
        {
            Switch(false, "the device is offline");
        }
        else if (thermometer is not { Celsius: { } celsius, Fault: null })
        {
            Switch(false, $"the thermometer does not work ({thermometer?.Fault ?? "no reading"})");
        }
        else if (!(time.GetUtcNow() - thermometer.Time < TooOld(state)))
        {
            // Also if the time is unknown: then nobody can say how old the reading is.
            Switch(false, "the reading is old");
        }
        else if (celsius <= low)
        {
            Switch(true, $"{celsius:0.00} °C");
        }
        else if (celsius >= high || _isOn == null)
        {
            Switch(false, $"{celsius:0.00} °C");
        }
    }

    // Two states have not come, and a minute for their way.
    private static TimeSpan TooOld(DeviceState state) => (state.StatePeriod * 2) + TimeSpan.FromMinutes(1);
    #endregion

    // The timer and the loop both switch.
    private void Switch(bool on, string why)
    {
        lock (_lock)
        {
            if (_isOn != on)
            {
                _isOn = on;
                switchHeating(why, on);
            }
        }
    }
}
