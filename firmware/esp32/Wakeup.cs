using System;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.Hardware.Esp32;

namespace NanoEvents.Esp32
{
    /// <summary>The id of this run of the firmware, and its cause, as far as the chip knows it.</summary>
    public static class Wakeup
    {
        /// <summary>Draws a boot id and reads the cause. The settings record a requested restart, which the chip does not know.</summary>
        public static Boot Read(SettingsKeeper keeper)
        {
            byte[] random = new byte[3];
            new Random().NextBytes(random);

            // The generator may begin with the same numbers at each start; the duration of the start varies.
            int id = random[0] | (random[1] << 8) | (random[2] << 16);
            BootCause cause = keeper.WasWatchdog ? BootCause.Watchdog : keeper.WasRestartRequested ? BootCause.Requested : Cause();
            return new Boot(id ^ (int)(Environment.TickCount64 * 7919), cause, keeper.IsRolledBack);
        }

        private static BootCause Cause()
        {
            switch (Sleep.GetWakeupCause())
            {
                case Sleep.WakeupCause.Timer:
                    return BootCause.Timer;
                case Sleep.WakeupCause.Ext0:
                    return BootCause.Pin;
                case Sleep.WakeupCause.Ext1:
                    return BootCause.Pin;
                default:
                    return BootCause.Unknown;
            }
        }
    }
}
