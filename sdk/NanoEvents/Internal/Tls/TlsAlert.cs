using System.Security.Cryptography.X509Certificates;

namespace NanoEvents;

/// <summary>Explains the alert with which a broker ended TLS: the broker refused our side of the handshake.</summary>
internal static class TlsAlert
{
    private const string Give = "Give one that its authority has signed: CertificateFile and KeyFile, or --certificate and --key";

    /// <summary>What to do about ciphers.</summary>
    public const string Ciphers = "Let the broker take the usual ciphers of TLS 1.2 (ciphers) with a certificate of RSA or of the curve P-256";

    /// <summary>The broker's versions are too old.</summary>
    public static readonly TlsTrouble OldVersion = new("it does not take TLS 1.2 or 1.3, which this machine offers", "Let the broker take TLS 1.2 (tls_version)");

    /// <summary>Null if there was no alert.</summary>
    /// <param name="e">The exception that ended the connection.</param>
    /// <param name="own">The certificate that this client has shown; null for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="wasJudged">Whether the broker had shown its certificate. Before that, it cannot have missed ours.</param>
    public static TlsTrouble? Find(Exception e, X509Certificate2? own, DateTimeOffset now, bool wasJudged)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            // Systems spell alerts in their own ways: 'CertificateRevoked', or "sslv3 alert certificate revoked".
            string text = Letters(inner.Message);
            if (text.Contains("alert", StringComparison.Ordinal) && Of(text, own, now, wasJudged) is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <summary>A message without case and spaces.</summary>
    public static string Letters(string message) => string.Concat(message.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static TlsTrouble? Of(string text, X509Certificate2? own, DateTimeOffset now, bool wasJudged)
    {
        bool Has(string alert) => text.Contains(alert, StringComparison.Ordinal);

        if (Has("protocolversion"))
        {
            return OldVersion;
        }

        if (!wasJudged && (Has("handshakefailure") || Has("insufficientsecurity")))
        {
            return new("it has no cipher, curve or signature in common with this machine", Ciphers);
        }

        bool isAboutCertificate = Has("certificate") || Has("unknownca") || Has("handshakefailure") || Has("accessdenied");
        if (!isAboutCertificate)
        {
            return null;
        }

        if (own is null)
        {
            return new("it asks for a certificate of this program, and none is given", Give);
        }

        string why = Has("revoked") ? ": it is revoked"
            : Has("expired") ? now.UtcDateTime > own.NotAfter.ToUniversalTime() ? $": it ended at {TlsDistrust.Day(own.NotAfter)}" : ": by the broker's clock, or in its list of revoked ones, the time is over"
            : Has("unknownca") ? $": it does not trust {own.Issuer}, which has signed it"
            : "";
        return new($"it refuses this program's certificate, {TlsDistrust.NameOf(own)}{why}", Give);
    }
}
