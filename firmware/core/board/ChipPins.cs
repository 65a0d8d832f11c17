namespace NanoEvents.Firmware
{
    /// <summary>
    /// The pins of a chip: which there are, and which of them have other work. From the chips' data sheets and Espressif's pages on GPIO; nanoCLR's name
    /// for the board says which chip it is.
    /// </summary>
    public sealed class ChipPins
    {
        /// <summary>The highest pin of any chip.</summary>
        public const int HighestOfAny = 48;

        private const string Missing = "x";
        private const string Flash = "f";
        private const string Input = "i";
        private const string Debugger = "d";
        private const string Strapping = "s";

        /// <summary>The chip's name.</summary>
        public readonly string Name;

        /// <summary>The highest pin.</summary>
        public readonly int Highest;

        // A letter for each pin, from 0 on.
        private readonly string _kinds;

        private ChipPins(string name, string kinds)
        {
            Name = name;
            Highest = kinds.Length - 1;
            _kinds = kinds;
        }

        /// <summary>Any chip: nothing is known but the highest pin that one has.</summary>
        public static ChipPins Unknown()
        {
            return new ChipPins("this chip", new string('.', HighestOfAny + 1));
        }

        /// <summary>The pins of a board, by nanoCLR's name for it.</summary>
        public static ChipPins Of(string target)
        {
            if (target.StartsWith("ESP32_S3"))
            {
                return new ChipPins("ESP32-S3", "s..s...............dd.xxxxfffffff..........ddss..");
            }

            if (target.StartsWith("ESP32_S2"))
            {
                return new ChipPins("ESP32-S2", "s..................dd.xxxxfffffff..........ddsi");
            }

            if (target.StartsWith("ESP32_C3"))
            {
                return new ChipPins("ESP32-C3", "..s.....ss.fffffffdddd");
            }

            if (target.StartsWith("ESP32_C61"))
            {
                return new ChipPins("ESP32-C61", "...ss..sss..ddffff.fff");
            }

            if (target.StartsWith("ESP32_C6"))
            {
                return new ChipPins("ESP32-C6", "....ss..ss..dd.sdd......fffffff");
            }

            if (target.StartsWith("ESP32_C5"))
            {
                return new ChipPins("ESP32-C5", "..ss..ss..........fffff..ssss");
            }

            if (target.StartsWith("ESP32_PICO"))
            {
                return new ChipPins("ESP32-PICO-D4", "sdsd.sffffffs..sff..x...x...xxxx..iiiiii");
            }

            if (target.IndexOf("PSRAM") >= 0 || target.IndexOf("WROVER") >= 0)
            {
                return new ChipPins("ESP32 with PSRAM", "sdsd.sffffffs..sff..x...x...xxxx..iiiiii");
            }

            return target.StartsWith("ESP32_REV") || target.StartsWith("ESP32_BLE") ? new ChipPins("ESP32", "sdsd.sffffffs..s....x...x...xxxx..iiiiii") : Unknown();
        }

        /// <summary>Why a pin cannot be used; null if it can.</summary>
        /// <param name="pin">The pin.</param>
        /// <param name="isOutput">Whether the board drives it.</param>
        public string Refusal(int pin, bool isOutput)
        {
            string kind = pin < 0 || pin > Highest ? Missing : _kinds.Substring(pin, 1);
            switch (kind)
            {
                case Missing:
                    return Name + " has no pin " + pin.ToString();
                case Flash:
                    return "pin " + pin.ToString() + " of " + Name + " belongs to its memory";
                case Input:
                    return isOutput ? "pin " + pin.ToString() + " of " + Name + " is an input only" : null;
                default:
                    return null;
            }
        }

        /// <summary>What to know about a pin that can be used; null if there is nothing.</summary>
        public string Warning(int pin)
        {
            string kind = pin < 0 || pin > Highest ? Missing : _kinds.Substring(pin, 1);
            switch (kind)
            {
                case Strapping:
                    return "pin " + pin.ToString() + " selects how " + Name + " starts: whatever drives it may keep the board from starting";
                case Debugger:
                    return "pin " + pin.ToString() + " of " + Name + " is the USB cable's: flash and configure may no longer reach the board";
                default:
                    return null;
            }
        }
    }
}
