using System.Text;

namespace NanoEvents.Firmware
{
    /// <summary>Reads the text of a setting: returns the value in its standard form, or reports what is wrong.</summary>
    public sealed class SettingParser
    {
        private const string Off = "off";
        private const string Auto = "auto";
        private const string Identifiers = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
        private const int MaxSources = 32;

        private readonly int _highestPin;

        /// <summary>A reader for a board.</summary>
        /// <param name="highestPin">The board's highest pin; <see cref="SettingsTable.HighestPin"/> if the board is not known.</param>
        public SettingParser(int highestPin)
        {
            _highestPin = highestPin;
        }

        /// <summary>The rule for a value, such as <c>must be 0 to 39</c>.</summary>
        public string Rule(Setting setting)
        {
            switch (setting.Kind)
            {
                case SettingKind.Identifier:
                    return "must be " + Range(setting) + " of A-Z a-z 0-9 _ -";
                case SettingKind.Text:
                    return "must be at most " + setting.Most.ToString() + " bytes long, without control characters";
                case SettingKind.Passphrase:
                    return "must be " + Range(setting) + " characters of ASCII, or empty for an open Wi-Fi";
                case SettingKind.Host:
                    return "must be a host's name or address, " + Range(setting) + " characters long";
                case SettingKind.TopicPrefix:
                    return "must be at most " + setting.Most.ToString() + " of A-Z a-z 0-9 _ - . with single / between them, and none at either end";
                case SettingKind.Whole:
                    return "must be " + Range(setting);
                case SettingKind.Number:
                    return "must be " + Range(setting) + DecimalsRule(setting);
                case SettingKind.NumberOrOff:
                    return "must be " + Range(setting) + DecimalsRule(setting) + ", or off";
                case SettingKind.Switch:
                    return "must be on or off";
                case SettingKind.Pin:
                    return "must be 0 to " + Highest(setting).ToString();
                case SettingKind.Pins:
                    return "must be 0 to " + Highest(setting).ToString() + "; several are separated by commas";
                case SettingKind.Names:
                    return "must be names of at most " + setting.Most.ToString() + " bytes, separated by commas";
                case SettingKind.Addresses:
                    return "must be auto, 0x76 or 0x77; several are separated by commas";
                case SettingKind.SerialPort:
                    return "must be COM" + setting.Least.ToString() + " to COM" + setting.Most.ToString();
                default:
                    return "can only be sent over the USB cable: nanoevents configure --set " + setting.Name + "=FILE";
            }
        }

        /// <summary>Reads a value.</summary>
        /// <param name="setting">What it is for.</param>
        /// <param name="text">As somebody wrote it.</param>
        /// <param name="value">The value in its standard form.</param>
        /// <returns>False if the value is invalid; <see cref="Rule"/> says why.</returns>
        public bool TryRead(Setting setting, string text, out string value)
        {
            value = setting.Kind == SettingKind.Text || setting.Kind == SettingKind.Passphrase ? text : text.Trim();
            switch (setting.Kind)
            {
                case SettingKind.Identifier:
                    return IsLength(value, setting) && IsMadeOf(value, Identifiers);
                case SettingKind.Text:
                    return IsLength(value, setting) && IsPlain(value);
                case SettingKind.Passphrase:
                    return value.Length == 0 || (IsLength(value, setting) && IsAscii(value));
                case SettingKind.Host:
                    return IsLength(value, setting) && IsMadeOf(value, Identifiers + ".:");
                case SettingKind.TopicPrefix:
                    return IsLength(value, setting) && IsMadeOf(value, Identifiers + "./") && HasNoEmptyLevel(value);
                case SettingKind.Switch:
                    value = value.ToLower();
                    return value == "on" || value == Off;
                case SettingKind.SerialPort:
                    value = value.ToUpper();
                    return value.Length == 4 && value.StartsWith("COM") && value[3] >= '0' + setting.Least && value[3] <= '0' + setting.Most;
                case SettingKind.CableFile:
                    return false;
                case SettingKind.Pins:
                case SettingKind.Names:
                case SettingKind.Addresses:
                    return TryReadList(setting, ref value);
                default:
                    return TryReadNumber(setting, ref value);
            }
        }

        private bool TryReadList(Setting setting, ref string value)
        {
            if (value.Length == 0)
            {
                return true;
            }

            string[] items = value.Split(',');
            value = string.Empty;
            for (int i = 0; i < items.Length; i++)
            {
                string item = items[i].Trim();
                if (!TryReadItem(setting, ref item))
                {
                    return false;
                }

                value = i == 0 ? item : value + "," + item;
            }

            return items.Length <= MaxSources;
        }

        private bool TryReadItem(Setting setting, ref string item)
        {
            switch (setting.Kind)
            {
                case SettingKind.Pins:
                    return TryReadNumber(setting, ref item);
                case SettingKind.Addresses:
                    item = item.ToLower();
                    return item == Auto || item == "0x76" || item == "0x77";
                default:
                    return IsLength(item, setting) && IsPlain(item);
            }
        }

        private bool TryReadNumber(Setting setting, ref string value)
        {
            if (setting.Kind == SettingKind.NumberOrOff && value.ToLower() == Off)
            {
                value = Off;
                return true;
            }

            int decimals = DecimalsOf(setting);
            if (!Decimals.TryParse(value, decimals, out int number))
            {
                return false;
            }

            value = Decimals.Format(number, decimals);
            return number >= setting.Least && number <= Highest(setting);
        }

        private int Highest(Setting setting)
        {
            bool isPin = setting.Kind == SettingKind.Pin || setting.Kind == SettingKind.Pins;
            return isPin && _highestPin < setting.Most ? _highestPin : setting.Most;
        }

        private static bool IsLength(string value, Setting setting)
        {
            int bytes = Encoding.UTF8.GetBytes(value).Length;
            return bytes >= setting.Least && bytes <= setting.Most;
        }

        private static bool IsMadeOf(string value, string letters)
        {
            for (int i = 0; i < value.Length; i++)
            {
                if (letters.IndexOf(value[i]) < 0)
                {
                    return false;
                }
            }

            return true;
        }

        private static bool HasNoEmptyLevel(string value)
        {
            for (int i = 0; i < value.Length; i++)
            {
                if (value[i] == '/' && (i == 0 || i == value.Length - 1 || value[i - 1] == '/'))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsPlain(string value)
        {
            for (int i = 0; i < value.Length; i++)
            {
                // Control characters: those of ASCII, DEL, and the upper ones.
                if (value[i] < ' ' || (value[i] >= 0x7F && value[i] < 0xA0))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsAscii(string value)
        {
            for (int i = 0; i < value.Length; i++)
            {
                if (value[i] < ' ' || value[i] > '~')
                {
                    return false;
                }
            }

            return true;
        }

        private static string Range(Setting setting)
        {
            return Decimals.Format(setting.Least, DecimalsOf(setting)) + " to " + Decimals.Format(setting.Most, DecimalsOf(setting));
        }

        private static int DecimalsOf(Setting setting)
        {
            return setting.Kind == SettingKind.Number || setting.Kind == SettingKind.NumberOrOff ? setting.Decimals : 0;
        }

        private static string DecimalsRule(Setting setting)
        {
            switch (setting.Decimals)
            {
                case 0:
                    return string.Empty;
                case 1:
                    return ", with at most one decimal";
                case 2:
                    return ", with at most two decimals";
                default:
                    return ", with at most three decimals";
            }
        }
    }
}
