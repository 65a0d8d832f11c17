namespace NanoEvents.Faults.Tests;

/// <summary>Inputs that are nearly good: lines of a corpus with bytes changed, put in, taken out, doubled, or taken from another.</summary>
internal sealed class ByteFuzzer(byte[][] corpus, int seed)
{
    private static readonly byte[] Favourites = [0, 1, 0x7F, 0x80, 0xFF, (byte)'\n', (byte)'\r', 0x1B, (byte)',', (byte)'"', (byte)'-', (byte)'.', (byte)'9', (byte)' ', (byte)'='];
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        List<byte> bytes = [.. corpus[_random.Next(corpus.Length)]];
        for (int change = _random.Next(0, 6); change > 0; change--)
        {
            Change(bytes);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        byte any = _random.Next(2) == 0 ? (byte)_random.Next(256) : Favourites[_random.Next(Favourites.Length)];
        switch (_random.Next(6))
        {
            case 0:
                bytes.Insert(at, any);
                break;
            case 1 when at < bytes.Count:
                bytes[at] = any;
                break;
            case 2 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, _random.Next(1, 9)));
                break;
            case 4:
                bytes.InsertRange(at, bytes.Skip(_random.Next(bytes.Count + 1)).Take(_random.Next(40)).ToArray());
                break;
            default:
                byte[] other = corpus[_random.Next(corpus.Length)];
                bytes.InsertRange(at, other.Skip(_random.Next(other.Length + 1)).Take(_random.Next(20)));
                break;
        }
    }
}
