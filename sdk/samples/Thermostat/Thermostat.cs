using NanoEvents;

namespace Samples;

/// <summary>Switches the heating by the limits that the device itself watches: an event carries the limit that was crossed.</summary>
public sealed class Thermostat(IEventClient client, Action<string, bool> switchHeating)
{
    #region thermostat
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var wanted = new EventFilter { Kinds = [EventKind.Threshold, EventKind.Lost] };
        await foreach (NanoEvent e in client.ReadAsync(wanted, cancellationToken))
        {
            if (e.Kind == EventKind.Lost)
            {
                // A crossing may be among what is lost: off is safe.
                switchHeating($"events of {e.Device} are lost ({e.Cause})", false);
            }
            else if (e.Entered == true)
            {
                switchHeating($"{e.Celsius:0.00} °C is beyond the limit of {e.Limit:0.00} °C", e.Side == ThresholdSide.Low);
            }
        }
    }
    #endregion
}
