using System.Text;

namespace NanoEvents.Simulator;

/// <summary>UTF-8, in which a byte that cannot be is the letter that it is in Latin-1: older programs write recordings so.</summary>
internal static class TraceEncoding
{
    public static readonly Encoding Utf8OrLatin1 = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Latin1Fallback());

    private sealed class Latin1Fallback : DecoderFallback
    {
        // An incomplete letter of UTF-8 has 3 bytes at most.
        public override int MaxCharCount => 3;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Latin1Buffer();
    }

    private sealed class Latin1Buffer : DecoderFallbackBuffer
    {
        private byte[] _bytes = [];
        private int _next;

        public override int Remaining => _bytes.Length - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_bytes, _next) = (bytesUnknown, 0);
            return true;
        }

        public override char GetNextChar() => Remaining > 0 ? (char)_bytes[_next++] : default;

        public override bool MovePrevious()
        {
            bool hasOne = _next > 0;
            _next -= hasOne ? 1 : 0;
            return hasOne;
        }

        public override void Reset() => (_bytes, _next) = ([], 0);
    }
}
