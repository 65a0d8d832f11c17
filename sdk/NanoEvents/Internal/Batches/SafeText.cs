using System.Text;

namespace NanoEvents;

/// <summary>Makes text of bytes from the network, without anything that a terminal would obey or that nobody sees.</summary>
internal static class SafeText
{
    private const int MaxBytes = 256;

    public static string Read(ReadOnlySpan<byte> utf8) =>
        UnseenRunes.Replace(Encoding.UTF8.GetString(utf8.Length > MaxBytes ? utf8[..MaxBytes] : utf8), '\uFFFD');
}
