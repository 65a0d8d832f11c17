using NanoEvents.Firmware;

namespace NanoEvents.Samples
{
    /// <summary>The board's list of sensors besides thermometers and motion sensors: one line for each. docs/own-sensor.md says how to add yours.</summary>
    public static class Sensors
    {
        private static bool _isDeclared;

        /// <summary>Declares them. Board, simulator and command call it before they read any settings; only the first call counts.</summary>
        public static void Declare()
        {
            if (_isDeclared)
            {
                return;
            }

            _isDeclared = true;
            SensorTable.Add(Co2.Declare());
            SensorTable.Add(Contact.Declare());
        }
    }
}
