namespace NanoEvents.Firmware
{
    /// <summary>
    /// The port and the pins of the console: those of the settings, or where the board cannot have them, its default ones. The console comes up in any
    /// case.
    /// </summary>
    public sealed class ConsoleChoice
    {
        private const string DebuggerPort = "COM1";

        /// <summary>The default ones of the board.</summary>
        public ConsoleChoice()
        {
            TakeDefaults();
        }

        /// <summary>Those of the settings, if the chip has them.</summary>
        public ConsoleChoice(Settings settings, ChipPins chip, StartFaults faults)
        {
            Port = settings.ConsolePort;
            TxPin = settings.ConsoleTxPin;
            RxPin = settings.ConsoleRxPin;
            Baud = settings.ConsoleBaud;
            string tx = chip.Refusal(TxPin, true);
            string rx = TxPin == RxPin ? "pin " + RxPin.ToString() + " is used twice" : chip.Refusal(RxPin, false);
            string port = Port == DebuggerPort ? "COM1 is the USB cable's" : null;
            Note(faults, SettingsTable.ConsoleTx, tx);
            Note(faults, SettingsTable.ConsoleRx, rx);
            Note(faults, SettingsTable.ConsolePort, port);
            if (tx != null || rx != null || port != null)
            {
                TakeDefaults();
            }
        }

        /// <summary>Such as COM2.</summary>
        public string Port { get; private set; }

        /// <summary>The pin that sends.</summary>
        public int TxPin { get; private set; }

        /// <summary>The pin that receives.</summary>
        public int RxPin { get; private set; }

        /// <summary>How fast it speaks.</summary>
        public int Baud { get; private set; }

        private static void Note(StartFaults faults, Setting setting, string refusal)
        {
            if (refusal != null)
            {
                faults.Add(setting, refusal + ": the console is where it is by default");
            }
        }

        private void TakeDefaults()
        {
            Settings defaults = new Settings();
            Port = defaults.ConsolePort;
            TxPin = defaults.ConsoleTxPin;
            RxPin = defaults.ConsoleRxPin;
            Baud = defaults.ConsoleBaud;
        }
    }
}
