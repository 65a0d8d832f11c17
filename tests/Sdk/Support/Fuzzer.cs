using System.Buffers.Binary;

namespace NanoEvents.Tests;

/// <summary>
/// Makes inputs that are nearly batches: vectors with bytes changed, put in, taken out or taken from another, and random bytes behind a good
/// head. Most get a fitting check, so that they come past it.
/// </summary>
public sealed class Fuzzer(byte[][] seeds, int seed)
{
    private const int Longest = 1100;
    private readonly Random _random = new(seed);
    private readonly byte[] _buffer = new byte[Longest];

    /// <summary>The next input; good until the one after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        int length = _random.Next(10) == 0 ? MakeRandom() : MakeFromSeed();
        Span<byte> bytes = _buffer.AsSpan(0, length);
        return _random.Next(20) == 0 ? bytes : Stamp(bytes);
    }

    /// <summary>Puts the check that fits into the last two bytes.</summary>
    public static Span<byte> Stamp(Span<byte> bytes)
    {
        if (bytes.Length >= 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[^2..], (ushort)CheckSum.Compute(bytes[..^2]));
        }

        return bytes;
    }

    /// <summary>Bytes that are mostly events: heads, small and very large numbers in a likely order.</summary>
    public static List<byte> EventBytes(Random random)
    {
        var bytes = new List<byte>();
        for (int events = random.Next(1, 12); events > 0; events--)
        {
            int kind = random.Next(12) switch { < 6 => 0, < 9 => 1, < 11 => 3, _ => random.Next(4) };
            int time = random.Next(40) == 0 ? 3 : random.Next(3);
            bytes.Add((byte)((kind << 6) | (random.Next(8) << 3) | (time << 1) | random.Next(2)));
            if (((bytes[^1] >> 3) & 7) == 7)
            {
                bytes.Add((byte)random.Next(random.Next(20) == 0 ? 256 : 32));
            }

            AddNumber(bytes, random, time == 0 ? 0 : 1);
            AddNumber(bytes, random, kind == 0 ? 1 : 0);
            if (kind == 3)
            {
                bytes.Add((byte)random.Next(1, 7));
                bytes.Add(4);
                bytes.AddRange([(byte)random.Next(256), (byte)random.Next(128), (byte)random.Next(4), (byte)random.Next(128)]);
            }
        }

        return bytes;
    }

    private static void AddNumber(List<byte> bytes, Random random, int count)
    {
        for (; count > 0; count--)
        {
            uint value = random.Next(10) switch { 0 => (uint)random.NextInt64(uint.MaxValue), 1 => int.MaxValue, 2 => 20_000, _ => (uint)random.Next(300) };
            for (; value > 0x7F; value >>= 7)
            {
                bytes.Add((byte)(value | 0x80));
            }

            bytes.Add((byte)value);
        }
    }

    private int MakeRandom()
    {
        int length = _random.Next(_random.Next(8) == 0 ? Longest : 48);
        _random.NextBytes(_buffer.AsSpan(0, length));
        _buffer[0] = _random.Next(8) == 0 ? _buffer[0] : (byte)((_buffer[0] & 8) == 0 ? 0x10 | (_buffer[0] & 7) : 0x30 | _buffer[1] & 15);
        return length;
    }

    private int MakeFromSeed()
    {
        byte[] from = seeds[_random.Next(seeds.Length)];
        from.CopyTo(_buffer, 0);
        int length = from.Length;
        for (int change = _random.Next(1, 5); change > 0; change--)
        {
            length = Change(length);
        }

        return length;
    }

    private int Change(int length)
    {
        int at = _random.Next(Math.Max(1, length - 2));
        switch (_random.Next(6))
        {
            case 0:
                _buffer[at] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1:
                _buffer[at] = (byte)_random.Next(256);
                return length;
            case 2:
                // Numbers near their ends.
                _buffer[at] = _random.Next(4) switch { 0 => 0, 1 => 0x7F, 2 => 0x80, _ => 0xFF };
                return length;
            case 3 when length < Longest:
                _buffer.AsSpan(at, length - at).CopyTo(_buffer.AsSpan(at + 1));
                _buffer[at] = (byte)_random.Next(256);
                return length + 1;
            case 4 when length > 8:
                _buffer.AsSpan(at + 1, length - at - 1).CopyTo(_buffer.AsSpan(at));
                return length - 1;
            default:
                byte[] other = seeds[_random.Next(seeds.Length)];
                int start = _random.Next(other.Length);
                int taken = Math.Min(Math.Min(_random.Next(1, 12), other.Length - start), length - at);
                other.AsSpan(start, taken).CopyTo(_buffer.AsSpan(at));
                return length;
        }
    }
}
