using System;
using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Makes lines from any bytes. CR, LF or both end a line. A line with noise in it, or one that is too long, is reported and discarded. A line
    /// that begins with `*`, four hex digits and a blank is checked: they are the CRC-16 of the text after the blank.
    /// </summary>
    public sealed class ConsoleInput
    {
        /// <summary>The longest line, including its check.</summary>
        public const int MaxBytes = 256;

        internal const string Digits = "0123456789ABCDEF";

        private const int CheckBytes = 6;

        private readonly byte[] _line = new byte[MaxBytes];
        private int _length;
        private bool _isTooLong;
        private bool _isGarbled;
        private bool _wasReturn;
        private bool _hasEnded;

        /// <summary>The line that has just ended.</summary>
        public string Line
        {
            get { return Encoding.UTF8.GetString(_line, 0, _length); }
        }

        /// <summary>Whether it had a check.</summary>
        public bool WasChecked { get; private set; }

        /// <summary>Takes a byte.</summary>
        public LineResult Put(byte b)
        {
            if (b == '\n' && _wasReturn)
            {
                _wasReturn = false;
                return LineResult.Open;
            }

            _wasReturn = b == '\r';
            if (b == '\r' || b == '\n')
            {
                return End();
            }

            BeginAfterEnd();
            Keep(b);
            return LineResult.Open;
        }

        /// <summary>Forgets the line that goes on: it was the beginning of something else.</summary>
        public void Discard()
        {
            _length = 0;
            _isTooLong = false;
            _isGarbled = false;
            _wasReturn = false;
        }

        // The line that has ended stays readable until the next byte comes.
        private void BeginAfterEnd()
        {
            _length = _hasEnded ? 0 : _length;
            _hasEnded = false;
        }

        private void Keep(byte b)
        {
            if (b == '\b' || b == 0x7F)
            {
                EraseLast();
            }
            else if (_length == MaxBytes)
            {
                _isTooLong = true;
            }
            else
            {
                _isGarbled = _isGarbled || (b < ' ' && b != '\t');
                _line[_length++] = b == '\t' ? (byte)' ' : b;
            }
        }

        // A person has mistyped: delete a whole character, however many bytes it has.
        private void EraseLast()
        {
            while (_length > 0 && (_line[--_length] & 0xC0) == 0x80)
            {
            }
        }

        private LineResult End()
        {
            BeginAfterEnd();
            WasChecked = false;
            bool isGarbled = _isGarbled || !Utf8.IsWhole(_line, _length) || !IsChecked();
            LineResult result = _isTooLong ? LineResult.TooLong : isGarbled ? LineResult.Garbled : LineResult.Whole;
            _isTooLong = false;
            _isGarbled = false;
            _hasEnded = true;
            return result;
        }

        // Removes the check from the line's beginning; true if there is none. The check is in front, because after the text it would be taken for a
        // part of it if its own mark were damaged.
        private bool IsChecked()
        {
            WasChecked = _length != 0 && _line[0] == '*';
            if (!WasChecked)
            {
                return true;
            }

            int check = 0;
            for (int i = 1; i < CheckBytes - 1; i++)
            {
                // A character that is no digit gives -1, and so a check that is never right.
                check = (check << 4) | (i < _length ? Digits.IndexOf((char)_line[i]) : -1);
            }

            if (_length < CheckBytes || _line[CheckBytes - 1] != ' ')
            {
                return false;
            }

            _length -= CheckBytes;
            Array.Copy(_line, CheckBytes, _line, 0, _length);
            return check == Crc16.Compute(_line, _length);
        }
    }

    /// <summary>The result of adding a byte to a line.</summary>
    public enum LineResult
    {
        /// <summary>The line goes on.</summary>
        Open,

        /// <summary>The line has ended.</summary>
        Whole,

        /// <summary>The line has ended, and is not text, or its check is wrong.</summary>
        Garbled,

        /// <summary>The line has ended, and was too long.</summary>
        TooLong,
    }
}
