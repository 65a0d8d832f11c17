using System;
using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The bytes around the lines of a file: a header, a last line that repeats the file's number, and a CRC-16 over all of it. An interrupted write
    /// leaves old, erased or no bytes behind the new ones. None of them ends in the new number, so the CRC alone does not have to find it.
    /// </summary>
    /// <remarks>docs/settings.md has the bytes.</remarks>
    public sealed class SettingsFrame
    {
        /// <summary>No file is longer.</summary>
        public const int MaxBytes = 4096;

        /// <summary>The bytes before the lines.</summary>
        public const int HeaderBytes = 14;

        private const int CheckBytes = 2;
        private const int FlagsAt = 3;
        private const int NumberAt = 4;
        private const int ChangeAt = 8;
        private const int LengthAt = 12;
        private const byte Version = 2;
        private const string Last = "end=";

        private readonly byte _kind;

        /// <summary>The frame of a kind of file.</summary>
        /// <param name="kind">S for settings, C for a change.</param>
        public SettingsFrame(char kind)
        {
            _kind = (byte)kind;
        }

        /// <summary>Makes a file; null if it would be too long.</summary>
        /// <param name="lines">Each with a line feed at its end.</param>
        /// <param name="flags">The file's flags.</param>
        /// <param name="number">The generation of settings, or the number of a change.</param>
        /// <param name="change">The number of the change that was merged last.</param>
        public byte[] Encode(string lines, int flags, int number, int change)
        {
            byte[] text = Encoding.UTF8.GetBytes(lines + Last + number.ToString() + "\n");
            int length = HeaderBytes + text.Length + CheckBytes;
            if (length > MaxBytes)
            {
                return null;
            }

            byte[] file = new byte[length];
            file[0] = (byte)'N';
            file[1] = _kind;
            file[2] = Version;
            file[FlagsAt] = (byte)flags;
            PutNumber(file, NumberAt, number, 4);
            PutNumber(file, ChangeAt, change, 4);
            PutNumber(file, LengthAt, text.Length, 2);
            Array.Copy(text, 0, file, HeaderBytes, text.Length);
            PutNumber(file, length - CheckBytes, Crc16.Compute(file, length - CheckBytes), CheckBytes);
            return file;
        }

        /// <summary>Whether these bytes are a complete file.</summary>
        public bool IsWhole(byte[] file)
        {
            return file != null
                && file.Length >= HeaderBytes + CheckBytes
                && file.Length <= MaxBytes
                && file[0] == 'N'
                && file[1] == _kind
                && file[2] == Version
                && GetNumber(file, LengthAt, 2) == file.Length - HeaderBytes - CheckBytes
                && GetNumber(file, file.Length - CheckBytes, CheckBytes) == Crc16.Compute(file, file.Length - CheckBytes)
                && LinesEnd(file) >= 0;
        }

        /// <summary>The flags of a whole file.</summary>
        public static int Flags(byte[] file)
        {
            return file[FlagsAt];
        }

        /// <summary>The generation of settings, or the number of a change.</summary>
        public static int Number(byte[] file)
        {
            return GetNumber(file, NumberAt, 4);
        }

        /// <summary>The number of the change that was merged last; 0 for none.</summary>
        public static int Change(byte[] file)
        {
            return GetNumber(file, ChangeAt, 4);
        }

        /// <summary>Where the last line begins, behind the lines with settings; -1 if it is not there.</summary>
        public static int LinesEnd(byte[] file)
        {
            byte[] last = Encoding.UTF8.GetBytes(Last + Number(file).ToString() + "\n");
            int start = file.Length - CheckBytes - last.Length;
            if (start < HeaderBytes || (start > HeaderBytes && file[start - 1] != '\n'))
            {
                return -1;
            }

            for (int i = 0; i < last.Length; i++)
            {
                if (file[start + i] != last[i])
                {
                    return -1;
                }
            }

            return start;
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
