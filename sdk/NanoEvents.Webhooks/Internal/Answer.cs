using System.Globalization;
using System.Text;

namespace NanoEvents.Webhooks;

/// <summary>An answer, or that there was none.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Problem">As one line for people; the same each time, so that it is said once.</param>
/// <param name="RetryAfter">How long the receiver wants no request; null if it does not say.</param>
internal sealed record Answer(Verdict Verdict, string Problem, TimeSpan? RetryAfter = null)
{
    private const int MostText = 1024;
    private static readonly TimeSpan _longestPause = TimeSpan.FromDays(1);

    public static Answer None(string why) => new(Verdict.Later, why);

    /// <summary>Reads an answer, and of its body only the beginning, if it says why something is refused.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="contentType">What was sent.</param>
    /// <param name="token">The token that was sent; null for none.</param>
    /// <param name="query">The query of the address, which may be a secret, too.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response, string contentType, string? token, string query, TimeProvider time, CancellationToken cancellationToken)
    {
        int code = (int)response.StatusCode;
        string said = string.Create(CultureInfo.InvariantCulture, $"it answered {code}");
        return code switch
        {
            >= 200 and < 300 => new Answer(Verdict.Taken, ""),
            >= 300 and < 400 => new Answer(Verdict.Never, $"{said}, a redirect, and none is followed: give the address to which it leads"),
            400 or 413 or 422 => new Answer(Verdict.Refused, said + await TextAsync(response, [token, .. HookSecrets.Of(query)], cancellationToken).ConfigureAwait(false)),
            401 => new Answer(Verdict.Unauthorized, token is null ? $"{said}: it does not accept the signature, or it wants a token (--to-token-endpoint)" : $"{said}: it does not accept the token"),
            403 => new Answer(Verdict.Never, $"{said}: it does not permit this"),
            404 => new Answer(Verdict.Never, $"{said}: there is no such path"),
            410 => new Answer(Verdict.Never, $"{said}: it is gone for good"),
            415 => new Answer(Verdict.Never, $"{said}: it does not take {contentType}"),
            408 or 425 or 429 or >= 500 => new Answer(Verdict.Later, said, PauseOf(response, time)),
            _ => new Answer(Verdict.Never, said),
        };
    }

    // A date is compared with the receiver's own clock, if it tells it: ours may be wrong.
    private static TimeSpan? PauseOf(HttpResponseMessage response, TimeProvider time)
    {
        TimeSpan? pause = response.Headers.RetryAfter is not { } after ? null : after.Delta ?? (after.Date - (response.Headers.Date ?? time.GetUtcNow()));
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > _longestPause ? _longestPause : pause;
    }

    private static async Task<string> TextAsync(HttpResponseMessage response, IEnumerable<string?> secrets, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[MostText];
        int count = 0;
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            count = await body.ReadAtLeastAsync(bytes, MostText, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The code alone says enough.
        }

        // Looked for before anything is cut off, so that no part of it remains.
        string text = HookSecrets.IsIn(Encoding.UTF8.GetString(bytes.AsSpan(0, count)), secrets) ? "" : SafeText.Read(bytes.AsSpan(0, count)).Trim();
        return text.Length > 0 ? $": {text}" : "";
    }
}
