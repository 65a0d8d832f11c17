using NanoEvents.Firmware;

namespace NanoEvents.Cli.Simulate;

/// <summary>The private kinds of the simulated device, for what it prints of its own batches.</summary>
internal static class Kinds
{
    public static EventKinds Declared()
    {
        EventKinds kinds = new();
        foreach (Quantity quantity in SensorTable.Quantities.Where(q => q.Names is not null))
        {
            kinds.Add(Measurement.Private((int)quantity.Kind, quantity.Name, quantity.Unit, quantity.Decimals switch { 0 => 1, 1 => 0.1, 2 => 0.01, _ => 0.001 }));
        }

        foreach (Switch state in SensorTable.Switches)
        {
            kinds.Add(Condition.Private((int)state.Kind, state.Name, state.On, state.Off));
        }

        return kinds;
    }
}
