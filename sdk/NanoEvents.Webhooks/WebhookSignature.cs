using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoEvents.Webhooks;

/// <summary>
/// The three headers of a signed webhook, as Standard Webhooks (https://www.standardwebhooks.com) says. <c>v1</c> is HMAC-SHA256 over id, timestamp
/// and body, with a dot between them.
/// </summary>
/// <param name="Id">The header <see cref="IdHeader"/>: the same each time the same message is sent.</param>
/// <param name="Timestamp">The header <see cref="TimestampHeader"/>: when it was signed, in seconds since 1970.</param>
/// <param name="Value">The header <see cref="SignatureHeader"/>: a signature for each key, with blanks between them, such as <c>v1,K5oZ…= v1,cJ2…=</c>.</param>
public readonly record struct WebhookSignature(string? Id, string? Timestamp, string? Value)
{
    /// <summary>The name of the header with the id.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The name of the header with the time.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The name of the header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    // Year 9999: beyond it there is no DateTimeOffset.
    private const long MaxSeconds = 253_402_300_799;

    /// <summary>How far the clocks of sender and receiver may be apart, and how long a message may take, if nothing else is set.</summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Signs a message.</summary>
    /// <param name="keys">The keys: a signature for each.</param>
    /// <param name="id">The id of the message.</param>
    /// <param name="time">The present. It is cut to seconds.</param>
    /// <param name="body">The bytes of the body, exactly as they are sent.</param>
    public static WebhookSignature Sign(IReadOnlyCollection<WebhookKey> keys, string id, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfZero(keys.Count, nameof(keys));
        string timestamp = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var value = new StringBuilder();
        foreach (WebhookKey key in keys)
        {
            Hash(key, id, timestamp, body, hash);
            value.Append(value.Length > 0 ? " " : "").Append(Version).Append(Convert.ToBase64String(hash));
        }

        return new WebhookSignature(id, timestamp, value.ToString());
    }

    /// <summary>Checks that a message is new, and that somebody with one of the keys has signed it. It throws on nothing that a sender can send.</summary>
    /// <param name="keys">The keys that may have signed.</param>
    /// <param name="body">The bytes of the body, exactly as they came.</param>
    /// <param name="now">The present.</param>
    /// <param name="tolerance">How old the message may be, and how far ahead of the present: see <see cref="DefaultTolerance"/>.</param>
    /// <param name="problem">Why it is not to be trusted, as one line for people; empty if it is.</param>
    /// <returns>Whether it is to be trusted.</returns>
    public bool TryVerify(IReadOnlyCollection<WebhookKey> keys, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance, out string problem)
    {
        ArgumentNullException.ThrowIfNull(keys);
        problem = FindProblem(now, tolerance) ?? (IsSigned(keys, body) ? "" : $"no signature in {SignatureHeader} fits a key");
        return problem.Length == 0;
    }

    private static void Hash(WebhookKey key, string id, string timestamp, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }

    // The time comes first: it costs nothing, and a replayed message is to be called old.
    private string? FindProblem(DateTimeOffset now, TimeSpan tolerance)
    {
        if (string.IsNullOrEmpty(Id) || string.IsNullOrEmpty(Timestamp) || string.IsNullOrEmpty(Value))
        {
            string missing = string.IsNullOrEmpty(Id) ? IdHeader : string.IsNullOrEmpty(Timestamp) ? TimestampHeader : SignatureHeader;
            return $"the header {missing} is missing";
        }

        // Digits alone, so that id, timestamp and body can be divided in one way only.
        if (!long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > MaxSeconds)
        {
            return $"{TimestampHeader} is not a number of seconds";
        }

        TimeSpan age = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return age > tolerance ? $"{TimestampHeader} is {Text(age)} old, and at most {Text(tolerance)} are allowed"
            : -age > tolerance ? $"{TimestampHeader} is {Text(-age)} ahead, and at most {Text(tolerance)} are allowed"
            : null;
    }

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds)} s");

    private bool IsSigned(IReadOnlyCollection<WebhookKey> keys, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool isSigned = false;
        foreach (WebhookKey key in keys)
        {
            Hash(key, Id!, Timestamp!, body, expected);
            foreach (string signature in Value!.Split(' '))
            {
                // A signature of another version is not for us.
                isSigned |= signature.StartsWith(Version, StringComparison.Ordinal)
                    && Convert.TryFromBase64Chars(signature.AsSpan(Version.Length), given, out int count)
                    && CryptographicOperations.FixedTimeEquals(expected, given[..count]);
            }
        }

        return isSigned;
    }
}
