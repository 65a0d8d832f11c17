using System.Text;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The file with which a PC changes settings over the USB cable: what is in it is set or unset, and the other settings stay. The device merges it
    /// when it starts, completely or not at all, and then deletes it.
    /// </summary>
    /// <remarks>docs/settings.md has the bytes.</remarks>
    public sealed class SettingsChange
    {
        /// <summary>Set in a change that begins with the defaults, in place of the settings that the board has.</summary>
        public const int FlagReset = 1;

        private readonly SettingsFrame _frame = new SettingsFrame('C');
        private readonly SettingParser _reader = new SettingParser(SettingsTable.HighestPin);

        /// <summary>Makes a file; null if it would be too long.</summary>
        /// <param name="lines"><c>name=value</c> sets a setting; <c>name</c> alone goes back to its default.</param>
        /// <param name="number">Drawn at random, and not 0: the device merges each number once.</param>
        /// <param name="isReset">Whether it begins with the defaults.</param>
        public byte[] Encode(string[] lines, int number, bool isReset)
        {
            string text = string.Empty;
            for (int i = 0; i < lines.Length; i++)
            {
                text = text + lines[i] + "\n";
            }

            return _frame.Encode(text, isReset ? FlagReset : 0, number, 0);
        }

        /// <summary>Whether these bytes are a complete file.</summary>
        public bool IsWhole(byte[] file)
        {
            return _frame.IsWhole(file);
        }

        /// <summary>The number of a whole file.</summary>
        public static int Number(byte[] file)
        {
            return SettingsFrame.Number(file);
        }

        /// <summary>Whether a whole file begins with the defaults.</summary>
        public static bool IsReset(byte[] file)
        {
            return (SettingsFrame.Flags(file) & FlagReset) != 0;
        }

        /// <summary>The settings after a change; null if one of its values is invalid.</summary>
        /// <param name="file">A whole file.</param>
        /// <param name="before">The settings before it; they are not changed.</param>
        public SettingTexts Merge(byte[] file, SettingTexts before)
        {
            SettingTexts values = IsReset(file) ? new SettingTexts() : before.Copy();
            int end = SettingsFrame.LinesEnd(file);
            int start = SettingsFrame.HeaderBytes;
            for (int i = start; i < end; i++)
            {
                if (file[i] == '\n')
                {
                    if (!TryApply(Encoding.UTF8.GetString(file, start, i - start), values))
                    {
                        return null;
                    }

                    start = i + 1;
                }
            }

            return values;
        }

        // A setting that this firmware does not know is kept for one that does.
        private bool TryApply(string line, SettingTexts values)
        {
            int equals = line.IndexOf('=');
            string name = equals < 0 ? line : line.Substring(0, equals);
            int index = SettingsTable.IndexOf(name);
            if (name.Length == 0)
            {
                return false;
            }

            values.TryForgetUnknown(name);
            if (equals < 0)
            {
                if (index >= 0)
                {
                    values.Set(index, null);
                }

                return true;
            }

            if (index < 0)
            {
                return values.TryKeepUnknown(line);
            }

            if (!_reader.TryRead(SettingsTable.All[index], line.Substring(equals + 1), out string value))
            {
                return false;
            }

            values.Set(index, value);
            return true;
        }
    }

    /// <summary>What has become of a change that came over the USB cable.</summary>
    public enum ChangeResult
    {
        /// <summary>There was none.</summary>
        None,

        /// <summary>It has been merged.</summary>
        Merged,

        /// <summary>The file was incomplete, and has been deleted.</summary>
        Incomplete,

        /// <summary>A value is invalid, or the settings would be too long; the file has been deleted.</summary>
        Refused,

        /// <summary>The board's storage has not accepted the settings; the next start tries again.</summary>
        NotWritten,
    }
}
