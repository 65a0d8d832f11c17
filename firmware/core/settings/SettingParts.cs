namespace NanoEvents.Firmware
{
    /// <summary>Values that have been read before, as numbers and lists.</summary>
    internal sealed class SettingParts
    {
        private readonly SettingTexts _values;

        public SettingParts(SettingTexts values)
        {
            _values = values;
        }

        public string Text(Setting setting)
        {
            return _values.Text(SettingsTable.IndexOf(setting.Name));
        }

        public string TextOrNull(Setting setting)
        {
            return _values.IsSet(SettingsTable.IndexOf(setting.Name)) ? Text(setting) : null;
        }

        public bool IsOn(Setting setting)
        {
            return Text(setting) == "on";
        }

        // Off if it is no number.
        public int Number(Setting setting)
        {
            bool isWhole = setting.Kind == SettingKind.Whole || setting.Kind == SettingKind.Pin;
            int number;
            bool isNumber = isWhole ? Decimals.TryParseWhole(Text(setting), out number) : Decimals.TryParseHundredths(Text(setting), out number);
            return isNumber ? number : Settings.Off;
        }

        public string[] List(Setting setting)
        {
            string text = Text(setting);
            return text.Length == 0 ? new string[0] : text.Split(',');
        }

        public int[] Numbers(Setting setting)
        {
            string[] items = List(setting);
            int[] numbers = new int[items.Length];
            for (int i = 0; i < items.Length; i++)
            {
                Decimals.TryParseWhole(items[i], out numbers[i]);
            }

            return numbers;
        }

        public int[] Addresses(Setting setting)
        {
            string[] items = List(setting);
            int[] addresses = new int[items.Length];
            for (int i = 0; i < items.Length; i++)
            {
                addresses[i] = items[i] == "0x76" ? 0x76 : items[i] == "0x77" ? 0x77 : 0;
            }

            return addresses;
        }
    }
}
