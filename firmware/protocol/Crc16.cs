namespace NanoEvents.Protocol
{
    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected. `123456789` gives 0x29B1.</summary>
    internal sealed class Crc16
    {
        /// <summary>The check over nothing.</summary>
        public const int Start = 0xFFFF;

        // Sixteen entries instead of 256: for the board, half a kilobyte matters more than the second look-up.
        private readonly int[] _table = new int[16];

        /// <summary>Builds the table.</summary>
        public Crc16()
        {
            for (int i = 0; i < 16; i++)
            {
                int crc = i << 12;
                for (int bit = 0; bit < 4; bit++)
                {
                    crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
                }

                _table[i] = crc & 0xFFFF;
            }
        }

        /// <summary>The check over <paramref name="length"/> bytes from the start of <paramref name="bytes"/>.</summary>
        public int Compute(byte[] bytes, int length)
        {
            return Continue(Start, bytes, 0, length);
        }

        /// <summary>
        /// The check over the bytes that gave <paramref name="crc"/> and then <paramref name="length"/> bytes from <paramref name="from"/> on.
        /// </summary>
        public int Continue(int crc, byte[] bytes, int from, int length)
        {
            int[] table = _table;
            int end = from + length;
            for (int i = from; i < end; i++)
            {
                int b = bytes[i];
                crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (b >> 4)];
                crc = ((crc << 4) & 0xFFFF) ^ table[(crc >> 12) ^ (b & 15)];
            }

            return crc;
        }
    }
}
