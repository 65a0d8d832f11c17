namespace NanoEvents.Protocol
{
    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected. `123456789` gives 0x29B1.</summary>
    internal sealed class Crc16
    {
        /// <summary>The check over nothing.</summary>
        public const int Start = 0xFFFF;

        // Sixteen entries instead of 256: for the board, half a kilobyte matters more than the second look-up. The check is kept in the upper half of a number, so that
        // nothing needs to be masked away.
        private readonly uint[] _table = new uint[16];

        /// <summary>Builds the table.</summary>
        public Crc16()
        {
            for (int i = 0; i < 16; i++)
            {
                uint crc = (uint)i << 28;
                for (int bit = 0; bit < 4; bit++)
                {
                    crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x10210000 : crc << 1;
                }

                _table[i] = crc;
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
            uint[] table = _table;
            uint high = (uint)crc << 16;
            int end = from + length;
            for (int i = from; i < end; i++)
            {
                high ^= (uint)bytes[i] << 24;
                high = (high << 4) ^ table[high >> 28];
                high = (high << 4) ^ table[high >> 28];
            }

            return (int)(high >> 16);
        }
    }
}
