using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// The default pins of each family of chips. hardware/README.md shows the wiring. They avoid the pins that select how the chip starts, and those
    /// of USB, flash memory and the debugger's UART.
    /// </summary>
    public sealed class BoardPins
    {
        /// <summary>The motion sensor's output.</summary>
        public readonly int Motion;

        /// <summary>The data of the I2C bus.</summary>
        public readonly int Sda;

        /// <summary>The clock of the I2C bus.</summary>
        public readonly int Scl;

        /// <summary>The pin on which the console sends: COM2.</summary>
        public readonly int ConsoleTx;

        /// <summary>The pin on which the console receives: COM2.</summary>
        public readonly int ConsoleRx;

        private BoardPins(int motion, int sda, int scl, int consoleTx, int consoleRx)
        {
            Motion = motion;
            Sda = sda;
            Scl = scl;
            ConsoleTx = consoleTx;
            ConsoleRx = consoleRx;
        }

        /// <summary>The pins of a board, by the name of its nanoCLR: SystemInfo.Platform says ESP32 for every chip.</summary>
        public static BoardPins Of(string targetName)
        {
            if (targetName.StartsWith("ESP32_S"))
            {
                return new BoardPins(21, 8, 9, 42, 41);
            }

            if (targetName.StartsWith("ESP32_C61"))
            {
                return new BoardPins(2, 5, 6, 0, 1);
            }

            if (targetName.StartsWith("ESP32_C6"))
            {
                return new BoardPins(3, 6, 7, 0, 1);
            }

            if (targetName.StartsWith("ESP32_C5"))
            {
                return new BoardPins(4, 8, 9, 0, 1);
            }

            if (targetName.StartsWith("ESP32_C"))
            {
                return new BoardPins(4, 5, 6, 0, 1);
            }

            // Pins 16 and 17 belong to the memory of an ESP32-PICO-D4, and to that of modules with PSRAM.
            bool is16Taken = targetName.StartsWith("ESP32_PICO") || targetName.IndexOf("PSRAM") >= 0 || targetName.IndexOf("WROVER") >= 0;
            return is16Taken ? new BoardPins(27, 21, 22, 32, 33) : new BoardPins(27, 21, 22, 17, 16);
        }

        /// <summary>Makes them the defaults of the settings, before any are read.</summary>
        public void BecomeDefaults()
        {
            SettingsTable.MotionPin.Default = Motion.ToString();
            SettingsTable.I2cSda.Default = Sda.ToString();
            SettingsTable.I2cScl.Default = Scl.ToString();
            SettingsTable.ConsoleTx.Default = ConsoleTx.ToString();
            SettingsTable.ConsoleRx.Default = ConsoleRx.ToString();
        }
    }
}
