using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace NanoEvents.Webhooks;

/// <summary>
/// A secret that sender and receiver of webhooks share: 24 to 64 random bytes. As text it is <c>whsec_</c> followed by the bytes in base64, as
/// Standard Webhooks (https://www.standardwebhooks.com) says.
/// </summary>
/// <remarks>
/// While you change a key, both sides take a list: the sender signs with each, and the receiver takes what one of them has signed. Some receivers look
/// at the first signature alone, so the key that they have must be the first one.
/// </remarks>
public sealed class WebhookKey
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;
    private const string Form = "a key is whsec_ followed by base64 of 24 to 64 bytes";

    private readonly byte[] _bytes;

    private WebhookKey(byte[] bytes)
    {
        _bytes = bytes;
    }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a new key of 32 random bytes.</summary>
    public static WebhookKey Create() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads the text of a key.</summary>
    /// <param name="text">The text. White space around it does not count.</param>
    /// <exception cref="FormatException">It is no key. The message says what a key is, and does not repeat the text.</exception>
    public static WebhookKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out WebhookKey? key) ? key : throw new FormatException($"This is no key of a webhook: {Form}.");
    }

    /// <summary>Reads the text of a key.</summary>
    /// <param name="text">The text. White space around it does not count.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether the text is that of a key.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookKey? key)
    {
        key = null;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (!trimmed.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        // One more than allowed, so that what is too long is seen.
        Span<byte> bytes = stackalloc byte[MaxBytes + 1];
        bool isKey = Convert.TryFromBase64Chars(trimmed[Prefix.Length..], bytes, out int count) && count is >= MinBytes and <= MaxBytes;
        key = isKey ? new WebhookKey(bytes[..count].ToArray()) : null;
        CryptographicOperations.ZeroMemory(bytes);
        return isKey;
    }

    /// <summary>Reads the keys of a file's text: one a line, the present one first. Empty lines and those that begin with <c>#</c> do not count.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The keys, at least one.</returns>
    /// <exception cref="FormatException">There is none, or a line is none. The message names the line, and does not repeat it.</exception>
    public static IReadOnlyList<WebhookKey> ParseLines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<WebhookKey> keys = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string trimmed = line.Trim();
            if (trimmed.Length > 0 && trimmed[0] != '#')
            {
                keys.Add(TryParse(trimmed, out WebhookKey? key) ? key : throw new FormatException($"Line {number} is no key of a webhook: {Form}."));
            }
        }

        return keys.Count > 0 ? keys : throw new FormatException($"There is no key of a webhook: {Form}.");
    }

    /// <summary>The text of the key, to write it into a file or give it to the other side. Keep it secret: it is all that is needed to sign.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_bytes);

    /// <summary>Not the key, so that it does not get into logs.</summary>
    public override string ToString() => Prefix + "…";
}
