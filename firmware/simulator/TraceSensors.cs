using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>Applies a row of a trace to the sensors, in the order of its columns.</summary>
public static class TraceSensors
{
    /// <summary>One reading of every sensor with a value. The first row gives the motion pins their level, which is not an event.</summary>
    public static void Apply(IReadOnlyList<TraceColumn> columns, int[] values, int ticks, bool isFirst, SimulatedDevice device)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Apply(columns[i], values[i], ticks, isFirst, device);
        }
    }

    /// <summary>One reading of one sensor, if it has a value.</summary>
    public static void Apply(TraceColumn column, int value, int ticks, bool isFirst, SimulatedDevice device)
    {
        if (value == TraceRow.Silent)
        {
            return;
        }

        if (column.Type == SourceType.Thermometer)
        {
            device.SetTemperature(column.Source, value, ticks);
        }
        else if (isFirst)
        {
            device.StartPin(column.Source, value != 0, ticks);
        }
        else
        {
            device.SetPin(column.Source, value != 0, ticks);
        }
    }
}
