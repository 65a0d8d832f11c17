using System.Text;

namespace NanoEvents.Firmware
{
    /// <summary>The file of the saved settings: a line of text for each setting that is set. A file is either completely valid, or ignored.</summary>
    public sealed class SettingsFile
    {
        /// <summary>No file is longer.</summary>
        public const int MaxBytes = SettingsFrame.MaxBytes;

        /// <summary>Set in a file that was written because newer settings did not connect.</summary>
        public const int FlagRolledBack = 1;

        private readonly SettingsFrame _frame = new SettingsFrame('S');

        // A file may have been written for a board with more pins: a pin that this board lacks is found when it is used.
        private readonly SettingParser _reader = new SettingParser(SettingsTable.HighestPin);

        /// <summary>Makes a file; null if it would be too long.</summary>
        /// <param name="values">The settings.</param>
        /// <param name="generation">How often settings have been written.</param>
        /// <param name="flags">The file's flags.</param>
        /// <param name="change">The number of the change that was merged last; 0 for none.</param>
        public byte[] Encode(SettingTexts values, int generation, int flags, int change = 0)
        {
            string text = string.Empty;
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                text = values.IsSet(i) ? text + SettingsTable.All[i].Name + "=" + values.Text(i) + "\n" : text;
            }

            for (int i = 0; i < values.UnknownCount; i++)
            {
                text = text + values.Unknown(i) + "\n";
            }

            return _frame.Encode(text, flags, generation, change);
        }

        /// <summary>Whether these bytes are a complete file.</summary>
        public bool IsWhole(byte[] file)
        {
            return _frame.IsWhole(file);
        }

        /// <summary>How often settings had been written before a whole file was.</summary>
        public static int Generation(byte[] file)
        {
            return SettingsFrame.Number(file);
        }

        /// <summary>The flags of a whole file.</summary>
        public static int Flags(byte[] file)
        {
            return SettingsFrame.Flags(file);
        }

        /// <summary>The number of the change that was merged last; 0 for none.</summary>
        public static int Change(byte[] file)
        {
            return SettingsFrame.Change(file);
        }

        /// <summary>The values in a whole file. Lines that are unknown, or whose value is invalid, are kept unchanged.</summary>
        public SettingTexts Decode(byte[] file)
        {
            SettingTexts values = new SettingTexts();
            int end = SettingsFrame.LinesEnd(file);
            int start = SettingsFrame.HeaderBytes;
            for (int i = start; i < end; i++)
            {
                if (file[i] == '\n')
                {
                    ReadLine(Encoding.UTF8.GetString(file, start, i - start), values);
                    start = i + 1;
                }
            }

            return values;
        }

        private void ReadLine(string line, SettingTexts values)
        {
            int equals = line.IndexOf('=');
            if (equals <= 0)
            {
                return;
            }

            int index = SettingsTable.IndexOf(line.Substring(0, equals));
            if (index >= 0 && _reader.TryRead(SettingsTable.All[index], line.Substring(equals + 1), out string value))
            {
                values.Set(index, value);
            }
            else
            {
                values.TryKeepUnknown(line);
            }
        }
    }
}
