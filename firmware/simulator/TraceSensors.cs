using NanoEvents.Firmware;

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
        else if (TraceSuffix.DecimalsOf(column.Type) != TraceSuffix.Level)
        {
            device.SetValue((EventKind)column.Type, column.Source, value, ticks);
        }
        else if (isFirst)
        {
            device.StartPin(PinOf(column, device), value != 0, ticks);
        }
        else
        {
            device.SetPin(PinOf(column, device), value != 0, ticks);
        }
    }

    /// <summary>Gives a device the sensors that the columns of a trace show, and their names.</summary>
    public static void Fit(Trace trace, Settings settings)
    {
        settings.ThermometerNames = trace.Names(SourceType.Thermometer);
        settings.MotionSensorNames = trace.Names(SourceType.MotionSensor);
        foreach (QuantitySettings quantity in settings.Quantities)
        {
            string[] names = trace.Names((SourceType)quantity.Quantity.Kind);
            bool isThere = names.Length != 0;
            quantity.Deadband = !isThere && !quantity.IsOfThermometers ? Settings.Off
                : isThere && quantity.Deadband == Settings.Off ? quantity.Quantity.UsualDeadband : quantity.Deadband;
            quantity.Sources = names.Length;
            quantity.Names = names;
        }

        foreach (SwitchSettings state in settings.Switches)
        {
            state.Names = trace.Names((SourceType)state.State.Kind);
            state.Pins = new int[state.Names.Length];
            state.DebounceMs = 0;
        }
    }

    // The pins of motion come first, then those of each other state.
    private static int PinOf(TraceColumn column, SimulatedDevice device)
    {
        int pin = column.Source;
        if (column.Type != SourceType.MotionSensor)
        {
            pin += device.Core.MotionSensors.Length;
            foreach (SwitchSettings state in device.Core.Settings.Switches)
            {
                if (state.State.Kind == (EventKind)column.Type)
                {
                    break;
                }

                pin += state.Pins.Length;
            }
        }

        return pin;
    }
}
