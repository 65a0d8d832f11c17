namespace NanoEvents.Firmware
{
    /// <summary>The form of a setting's value.</summary>
    public enum SettingKind
    {
        /// <summary>Letters, digits, _ and -; the range is its length.</summary>
        Identifier,

        /// <summary>Any text; the range is its length in bytes.</summary>
        Text,

        /// <summary>The passphrase of a Wi-Fi: the range is its length, or it is empty.</summary>
        Passphrase,

        /// <summary>The name or address of a host; the range is its length.</summary>
        Host,

        /// <summary>Levels of a topic, separated by /; the range is its length.</summary>
        TopicPrefix,

        /// <summary>A whole number.</summary>
        Whole,

        /// <summary>A number with as many decimals as the setting has, kept without its point.</summary>
        Number,

        /// <summary>Like <see cref="Number"/>, or off.</summary>
        NumberOrOff,

        /// <summary>on or off.</summary>
        Switch,

        /// <summary>The number of a pin. The board says which is the highest.</summary>
        Pin,

        /// <summary>Numbers of pins, separated by commas; may be none.</summary>
        Pins,

        /// <summary>Names, separated by commas; the range is one name's length in bytes.</summary>
        Names,

        /// <summary>I2C addresses of thermometers, separated by commas: 0x76, 0x77 or auto.</summary>
        Addresses,

        /// <summary>One of COM1, COM2 and so on; the range is its number.</summary>
        SerialPort,

        /// <summary>A file on the PC that can only be sent over the USB cable.</summary>
        CableFile,
    }
}
