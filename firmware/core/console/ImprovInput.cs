using System.Text;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Finds the commands of Improv's serial protocol, version 1, among the bytes of the console: `IMPROV`, version, type, length, data, checksum.
    /// </summary>
    /// <remarks>
    /// A packet has bytes that no text has, so it is recognised at any place. It may break off anywhere: what cannot be a command is reported at its
    /// first wrong byte, and ignored to the end of its line.
    /// </remarks>
    public sealed class ImprovInput
    {
        /// <summary>Where a command's data begin: with their length, as a text does.</summary>
        public const int DataAt = 3;

        private const int Version = 1;

        // Nobody types these characters. Of other versions, nothing but the header is known.
        private const int MaxVersion = 7;

        private const int TypeAt = 0;
        private const int LengthAt = 1;
        private const int CommandAt = 2;
        private const int MaxLength = 255;

        private static readonly byte[] _letters = new byte[] { (byte)'I', (byte)'M', (byte)'P', (byte)'R', (byte)'O', (byte)'V' };

        // The bytes after the version.
        private readonly byte[] _packet = new byte[CommandAt + MaxLength];
        private int _count;
        private int _sum;
        private int _matched;
        private bool _isOpen;
        private bool _isSkipping;
        private bool _mayEnd;

        /// <summary>The command that has just come.</summary>
        public int Command
        {
            get { return _packet[CommandAt]; }
        }

        /// <summary>Where the text begins that follows the one at <paramref name="at"/>.</summary>
        public int After(int at)
        {
            return at + 1 + _packet[at];
        }

        /// <summary>Reads a text of the command, which begins with its length in bytes; false if it is not UTF-8.</summary>
        public bool TryReadText(int at, out string text)
        {
            byte[] bytes = new byte[_packet[at]];
            System.Array.Copy(_packet, at + 1, bytes, 0, bytes.Length);
            bool isText = Utf8.IsWhole(bytes, bytes.Length);
            text = isText ? Encoding.UTF8.GetString(bytes, 0, bytes.Length) : null;
            return isText;
        }

        /// <summary>Takes a byte.</summary>
        public ImprovResult Put(byte b)
        {
            // Within a packet, a zero after these letters may be the length of an empty password.
            bool isHeader = _matched == _letters.Length && (b == Version || (b <= MaxVersion && !_isOpen));
            _matched = _matched < _letters.Length && b == _letters[_matched] ? _matched + 1 : b == _letters[0] ? 1 : 0;
            bool wasOpen = _isOpen;
            ImprovResult result = wasOpen ? Take(b) : _isSkipping ? Skip(b) : _mayEnd ? TakeEnd(b) : ImprovResult.Text;
            return isHeader && result != ImprovResult.Whole ? Begin(b, wasOpen) : result;
        }

        private ImprovResult Begin(byte version, bool wasOpen)
        {
            _isOpen = version == Version;
            _isSkipping = !_isOpen;
            _mayEnd = false;
            _count = 0;
            _sum = version;
            for (int i = 0; i < _letters.Length; i++)
            {
                _sum += _letters[i];
            }

            return wasOpen || _isSkipping ? ImprovResult.Broken : ImprovResult.Taken;
        }

        private ImprovResult Take(byte b)
        {
            if (_count > LengthAt && _count == CommandAt + _packet[LengthAt])
            {
                return b == (_sum & 0xFF) ? End() : Break(b);
            }

            _packet[_count] = b;
            _sum += b;
            return IsPossible(_count++, b) ? ImprovResult.Taken : Break(b);
        }

        // Whether a command can have this byte here. A wrong one shows at once where the packet has broken off and a line of text follows.
        private bool IsPossible(int at, byte b)
        {
            switch (at)
            {
                case TypeAt:
                    return b == ImprovCode.TypeCommand;
                case LengthAt:
                    return b >= 2;
                case CommandAt:
                    return true;
                case DataAt:
                    return b == _packet[LengthAt] - 2 && IsDataLength(b);
                default:
                    return IsData(at, b);
            }
        }

        private bool IsDataLength(byte length)
        {
            switch (Command)
            {
                case ImprovCode.SendWifi:
                    return length >= 2;
                case ImprovCode.RequestState:
                case ImprovCode.RequestInformation:
                case ImprovCode.RequestNetworks:
                    return length == 0;
                default:
                    return true;
            }
        }

        private bool IsData(int at, byte b)
        {
            bool isText = b >= ' ';
            if (Command != ImprovCode.SendWifi)
            {
                return isText || Command != ImprovCode.DeviceName;
            }

            // Two texts, the Wi-Fi's name and its password, fill the data.
            int end = After(DataAt);
            const int First = DataAt + 1;
            return at == First ? at + b + 2 <= end : at == After(First) ? at + b + 1 == end : isText;
        }

        private ImprovResult End()
        {
            _isOpen = false;
            _mayEnd = true;
            return ImprovResult.Whole;
        }

        private ImprovResult Break(byte b)
        {
            _isOpen = false;
            Skip(b);
            return ImprovResult.Broken;
        }

        private ImprovResult Skip(byte b)
        {
            _isSkipping = b != '\r' && b != '\n';
            _mayEnd = b == '\r';
            return ImprovResult.Taken;
        }

        // The end of the line may follow a packet, and is a part of it.
        private ImprovResult TakeEnd(byte b)
        {
            _mayEnd = b == '\r';
            return b == '\r' || b == '\n' ? ImprovResult.Taken : ImprovResult.Text;
        }
    }

    /// <summary>The result of a byte for Improv.</summary>
    public enum ImprovResult
    {
        /// <summary>The byte is the console's.</summary>
        Text,

        /// <summary>The byte is Improv's, and the line before it was the beginning of a packet.</summary>
        Taken,

        /// <summary>A command has ended.</summary>
        Whole,

        /// <summary>A packet cannot be a command.</summary>
        Broken,
    }
}
