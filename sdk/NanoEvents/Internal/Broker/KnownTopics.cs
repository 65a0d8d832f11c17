using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoEvents;

/// <summary>What topics say. Remembers some of the last ones, because most messages have a topic that has just been there.</summary>
/// <param name="prefix">The topic prefix; null for none.</param>
internal sealed class KnownTopics(string? prefix)
{
    private const int Places = 256;
    private const int LongestKept = 256;
    private const ulong Mix = 0x9E3779B97F4A7C15;

    private readonly KnownTopic?[] _known = new KnownTopic?[Places];

    /// <summary>Looks a topic up, or takes it apart.</summary>
    public KnownTopic Find(ReadOnlySpan<byte> utf8)
    {
        ref KnownTopic? place = ref _known[Place(utf8)];
        if (place is { } known && utf8.SequenceEqual(known.Utf8))
        {
            return known;
        }

        string text = Encoding.UTF8.GetString(utf8);
        MessageKind kind = Topics.Parse(text, out string? device, prefix);
        KnownTopic found = new(utf8.ToArray(), text, kind, device);
        place = utf8.Length <= LongestKept ? found : place;
        return found;
    }

    private static int Place(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (ulong)utf8.Length;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(utf8))
        {
            hash = BitOperations.RotateLeft((hash ^ eight) * Mix, 29);
        }

        foreach (byte one in utf8[(utf8.Length & ~7)..])
        {
            hash = (hash ^ one) * Mix;
        }

        return (int)((hash * Mix) >> 56);
    }
}

/// <summary>What a topic says.</summary>
/// <param name="Utf8">The topic as it was sent.</param>
/// <param name="Text">The topic.</param>
/// <param name="Kind">What its messages are.</param>
/// <param name="Device">The device; null if there is none of this name.</param>
internal sealed record KnownTopic(byte[] Utf8, string Text, MessageKind Kind, string? Device);
