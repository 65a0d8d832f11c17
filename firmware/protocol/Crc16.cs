namespace NanoEvents.Protocol
{
    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected. `123456789` gives 0x29B1.</summary>
    internal static class Crc16
    {
        /// <summary>The check over nothing.</summary>
        public const int Start = 0xFFFF;

        private const int Polynomial = 0x1021;
        private const int TopBit = 0x8000;

        // One for everybody: half a kilobyte, for a look-up a byte.
        private static readonly ushort[] _table = Table();

        /// <summary>The check over <paramref name="length"/> bytes from the start of <paramref name="bytes"/>.</summary>
        public static int Compute(byte[] bytes, int length)
        {
            return Continue(Start, bytes, 0, length);
        }

        /// <summary>
        /// The check over the bytes that gave <paramref name="crc"/> and then <paramref name="length"/> bytes from <paramref name="from"/> on.
        /// </summary>
        public static int Continue(int crc, byte[] bytes, int from, int length)
        {
            ushort[] table = _table;
            int end = from + length;
            for (int i = from; i < end; i++)
            {
                crc = (ushort)(crc << 8) ^ table[(crc >> 8) ^ bytes[i]];
            }

            return crc;
        }

        // The check of a byte is that of its upper seven bits, one bit further; its last bit adds the polynomial.
        private static ushort[] Table()
        {
            ushort[] table = new ushort[256];
            for (int i = 0; i < table.Length; i += 2)
            {
                int half = table[i / 2];
                int crc = (half << 1) ^ ((half & TopBit) != 0 ? Polynomial : 0);
                table[i] = (ushort)crc;
                table[i + 1] = (ushort)(crc ^ Polynomial);
            }

            return table;
        }
    }
}
