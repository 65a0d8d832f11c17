using System;
using nanoFramework.Hardware.Esp32;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Esp32
{
    /// <summary>Which run of the firmware this is, and what started it, as far as the chip tells.</summary>
    public static class Wakeup
    {
        /// <summary>Draws a boot id and reads the cause; what the chip cannot know, the settings tell.</summary>
        public static Boot Read(SettingsKeeper keeper)
        {
            byte[] random = new byte[3];
            new Random().NextBytes(random);

            // The generator may begin alike at each start; how long the start took does not.
            int id = random[0] | (random[1] << 8) | (random[2] << 16);
            BootCause cause = keeper.WasRestartRequested ? BootCause.Requested : Cause();
            return new Boot(id ^ (int)(Environment.TickCount64 * 7919), cause, keeper.IsRolledBack);
        }

        private static BootCause Cause()
        {
            switch (Sleep.GetWakeupCause())
            {
                case Sleep.WakeupCause.Timer: return BootCause.Timer;
                case Sleep.WakeupCause.Ext0: return BootCause.Pin;
                case Sleep.WakeupCause.Ext1: return BootCause.Pin;
                default: return BootCause.Unknown;
            }
        }
    }
}
