using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>Applies a row of a trace to the sensors, in the order of its columns.</summary>
public static class TraceSensors
{
    /// <summary>One reading of every sensor that says something. The first row gives the motion pins their level, which is not an event.</summary>
    public static void Apply(IReadOnlyList<TraceColumn> columns, int[] values, int ticks, bool isFirst, SimulatedDevice device)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int value = values[i];
            if (value == TraceRow.Silent)
            {
                continue;
            }

            int source = columns[i].Source;
            if (columns[i].Type == SourceType.Thermometer)
            {
                device.SetTemperature(source, value, ticks);
            }
            else if (isFirst)
            {
                device.StartPin(source, value != 0, ticks);
            }
            else
            {
                device.SetPin(source, value != 0, ticks);
            }
        }
    }
}
