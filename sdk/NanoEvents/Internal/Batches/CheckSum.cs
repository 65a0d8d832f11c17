using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NanoEvents;

/// <summary>
/// CRC-16/CCITT-FALSE: 16 bytes at a step where the processor multiplies without carries, and otherwise 8 bytes at a step by tables. The method is
/// that of Intel's white paper "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (2009).
/// </summary>
internal static class CheckSum
{
    private const int Polynomial = 0x1021;
    private const int Start = 0xFFFF;
    private const int Step = 8;
    private const int Block = 16;
    private static readonly ushort[] _tables = MakeTables();

    // The remainders of x^192 and x^128: what the upper and the lower half of a block become 16 bytes further on.
    private static readonly Vector128<ulong> _fold = Vector128.Create(PowerOfX(128), PowerOfX(192));

    // The start value, as a number that stands before the message's first n bytes, for n from 1 to 16.
    private static readonly ushort[] _starts = MakeStarts();

    public static int Compute(ReadOnlySpan<byte> bytes) =>
        Pclmulqdq.IsSupported && Ssse3.IsSupported && bytes.Length >= 2 * Block ? Folded(bytes) : ByTables(Start, bytes);

    /// <summary>The same without the processor's help.</summary>
    public static int ByTables(ReadOnlySpan<byte> bytes) => ByTables(Start, bytes);

    // A message is a polynomial, its first bit the highest power. The first block takes what is over a multiple of 16 bytes, so that no bytes are left.
    private static int Folded(ReadOnlySpan<byte> bytes)
    {
        ref byte at = ref MemoryMarshal.GetReference(bytes);
        int first = ((bytes.Length - 1) & (Block - 1)) + 1;
        Vector128<byte> reversed = Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        Vector128<ulong> fold = _fold;

        // Indices below zero give a zero.
        Vector128<byte> places = Vector128.Subtract(reversed, Vector128.Create((byte)(Block - first)));
        Vector128<ulong> sum = Ssse3.Shuffle(Vector128.LoadUnsafe(ref at), places).AsUInt64()
            ^ Vector128.CreateScalar((ulong)_starts[first]);
        for (nuint next = (nuint)first; next < (nuint)bytes.Length; next += Block)
        {
            Vector128<ulong> block = Ssse3.Shuffle(Vector128.LoadUnsafe(ref at, next), reversed).AsUInt64();
            sum = Pclmulqdq.CarrylessMultiply(sum, fold, 0x00) ^ Pclmulqdq.CarrylessMultiply(sum, fold, 0x11) ^ block;
        }

        return (int)ByTables(ByTables(0, sum[1]), sum[0]);
    }

    private static int ByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= Step)
        {
            crc = ByTables(crc, BinaryPrimitives.ReadUInt64BigEndian(bytes));
            bytes = bytes[Step..];
        }

        foreach (byte b in bytes)
        {
            crc = ((crc << 8) ^ _tables[(byte)((crc >> 8) ^ b)]) & 0xFFFF;
        }

        return (int)crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ByTables(uint crc, ulong eight)
    {
        // One check of the length here saves one at each look-up.
        ReadOnlySpan<ushort> tables = _tables.AsSpan(0, Step * 256);
        ulong word = eight ^ ((ulong)crc << 48);
        return (uint)(tables[1792 + (byte)(word >> 56)] ^ tables[1536 + (byte)(word >> 48)]
            ^ tables[1280 + (byte)(word >> 40)] ^ tables[1024 + (byte)(word >> 32)]
            ^ tables[768 + (byte)(word >> 24)] ^ tables[512 + (byte)(word >> 16)]
            ^ tables[256 + (byte)(word >> 8)] ^ tables[(byte)word]);
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
                crc = TimesX(crc);
                if ((step & 7) == 7)
                {
                    tables[((step >> 3) * 256) + i] = (ushort)crc;
                }
            }
        }

        return tables;
    }

    private static ushort[] MakeStarts()
    {
        // The check shifts by 16 bits at its end, so a start value stands 16 bits lower: x to the power of 32767 is 1, and 32751 takes 16 back.
        var starts = new ushort[Block + 1];
        int start = Start;
        for (int bit = 0; bit < 32751; bit++)
        {
            start = TimesX(start);
        }

        for (int n = 1; n <= Block; n++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                start = TimesX(start);
            }

            starts[n] = (ushort)start;
        }

        return starts;
    }

    private static ulong PowerOfX(int power)
    {
        int remainder = 1;
        for (int bit = 0; bit < power; bit++)
        {
            remainder = TimesX(remainder);
        }

        return (ulong)remainder;
    }

    private static int TimesX(int value) => (value & 0x8000) != 0 ? ((value << 1) ^ Polynomial) & 0xFFFF : value << 1;
}
