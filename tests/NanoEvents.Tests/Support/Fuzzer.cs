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

    private int MakeRandom()
    {
        int length = _random.Next(_random.Next(8) == 0 ? Longest : 48);
        _random.NextBytes(_buffer.AsSpan(0, length));
        _buffer[0] = _random.Next(8) == 0 ? _buffer[0] : (byte)(0x10 | (_buffer[0] & 7));
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
