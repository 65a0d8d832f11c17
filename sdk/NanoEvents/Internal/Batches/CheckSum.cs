using System.Buffers.Binary;

namespace NanoEvents;

/// <summary>CRC-16/CCITT-FALSE, eight bytes at a step: the check takes most of the time of reading a batch.</summary>
internal static class CheckSum
{
    private const int Polynomial = 0x1021;
    private const int Step = 8;
    private static readonly ushort[] _tables = MakeTables();

    public static int Compute(ReadOnlySpan<byte> bytes)
    {
        // One check of the length here saves one at each look-up.
        ReadOnlySpan<ushort> tables = _tables.AsSpan(0, Step * 256);
        uint crc = 0xFFFF;
        while (bytes.Length >= Step)
        {
            ulong word = BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ ((ulong)crc << 48);
            crc = (uint)(tables[1792 + (byte)(word >> 56)] ^ tables[1536 + (byte)(word >> 48)]
                ^ tables[1280 + (byte)(word >> 40)] ^ tables[1024 + (byte)(word >> 32)]
                ^ tables[768 + (byte)(word >> 24)] ^ tables[512 + (byte)(word >> 16)]
                ^ tables[256 + (byte)(word >> 8)] ^ tables[(byte)word]);
            bytes = bytes[Step..];
        }

        foreach (byte b in bytes)
        {
            crc = ((crc << 8) ^ tables[(byte)((crc >> 8) ^ b)]) & 0xFFFF;
        }

        return (int)crc;
    }

    // Table n is the check of a byte that n zero bytes follow.
    private static ushort[] MakeTables()
    {
        var tables = new ushort[Step * 256];
        for (int i = 0; i < 256; i++)
        {
            int crc = i << 8;
            for (int step = 0; step < Step * 8; step++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ Polynomial) & 0xFFFF : crc << 1;
                if ((step & 7) == 7)
                {
                    tables[((step >> 3) * 256) + i] = (ushort)crc;
                }
            }
        }

        return tables;
    }
}
