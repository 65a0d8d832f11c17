namespace NanoEvents.Webhooks;

/// <summary>Finds secrets in what the other side says, so that they are not printed, and do not come into the dead letters.</summary>
internal static class HookSecrets
{
    // The beginning is enough: what follows it may be cut off, or written otherwise.
    private const int Telling = 16;

    /// <summary>The values of a query, as they are sent and as they are meant.</summary>
    public static IEnumerable<string> Of(string query) => query.TrimStart('?').Split('&')
        .Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..])
        .SelectMany(value => (string[])[value, Uri.UnescapeDataString(value)])
        .Where(value => value.Length > 0);

    /// <summary>Whether a text repeats one of them.</summary>
    public static bool IsIn(string text, IEnumerable<string?> secrets) =>
        secrets.Any(secret => secret is { Length: > 0 } && text.Contains(secret[..Math.Min(secret.Length, Telling)], StringComparison.Ordinal));
}
