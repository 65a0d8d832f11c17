using System;
using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The bytes of a settings file: a header with version, length and generation, a line of text for each setting that is set, and a CRC-16 over all
    /// of it. A file is either completely valid, or ignored.
    /// </summary>
    public sealed class SettingsFile
    {
        /// <summary>No file is longer.</summary>
        public const int MaxBytes = 4096;

        /// <summary>Set in a file that was written because newer settings did not connect.</summary>
        public const int FlagRolledBack = 1;

        // 'N' 'S', version, flags, generation (4 bytes), length of the text (2 bytes), all from the low byte up.
        private const int HeaderBytes = 10;
        private const int CheckBytes = 2;
        private const byte Version = 1;

        private readonly Crc16 _crc = new Crc16();

        // A file may have been written for a board with more pins: a pin that this board lacks is found when it is used.
        private readonly SettingParser _reader = new SettingParser(SettingsTable.HighestPin);

        /// <summary>Makes a file; null if it would be too long.</summary>
        public byte[] Encode(SettingTexts values, int generation, int flags)
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

            byte[] lines = Encoding.UTF8.GetBytes(text);
            int length = HeaderBytes + lines.Length + CheckBytes;
            if (length > MaxBytes)
            {
                return null;
            }

            byte[] file = new byte[length];
            file[0] = (byte)'N';
            file[1] = (byte)'S';
            file[2] = Version;
            file[3] = (byte)flags;
            PutNumber(file, 4, generation, 4);
            PutNumber(file, 8, lines.Length, 2);
            Array.Copy(lines, 0, file, HeaderBytes, lines.Length);
            PutNumber(file, length - CheckBytes, _crc.Compute(file, length - CheckBytes), CheckBytes);
            return file;
        }

        /// <summary>Whether these bytes are a complete file.</summary>
        public bool IsWhole(byte[] file)
        {
            return file != null
                && file.Length >= HeaderBytes + CheckBytes
                && file.Length <= MaxBytes
                && file[0] == 'N'
                && file[1] == 'S'
                && file[2] == Version
                && GetNumber(file, 8, 2) == file.Length - HeaderBytes - CheckBytes
                && GetNumber(file, file.Length - CheckBytes, CheckBytes) == _crc.Compute(file, file.Length - CheckBytes);
        }

        /// <summary>How often settings had been written before a whole file was.</summary>
        public static int Generation(byte[] file)
        {
            return GetNumber(file, 4, 4);
        }

        /// <summary>The flags of a whole file.</summary>
        public static int Flags(byte[] file)
        {
            return file[3];
        }

        /// <summary>The values in a whole file. Lines that are unknown, or whose value is invalid, are kept unchanged.</summary>
        public SettingTexts Decode(byte[] file)
        {
            SettingTexts values = new SettingTexts();
            int end = file.Length - CheckBytes;
            int start = HeaderBytes;
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

        private static void PutNumber(byte[] file, int at, int number, int bytes)
        {
            for (int i = 0; i < bytes; i++)
            {
                file[at + i] = (byte)(number >> (8 * i));
            }
        }

        private static int GetNumber(byte[] file, int at, int bytes)
        {
            int number = 0;
            for (int i = 0; i < bytes; i++)
            {
                number |= file[at + i] << (8 * i);
            }

            return number;
        }
    }
}
