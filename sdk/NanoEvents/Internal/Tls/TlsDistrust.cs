using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoEvents;

/// <summary>Explains why a broker's certificate is not trusted.</summary>
internal static class TlsDistrust
{
    private const X509ChainStatusFlags Strange =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    /// <param name="shown">The certificate that the broker has shown.</param>
    /// <param name="chain">The chain, as far as it could be built.</param>
    /// <param name="errors">The errors found.</param>
    /// <param name="host">The host name under which the client reaches the broker.</param>
    /// <param name="trusted">The file of the trusted authorities; null for those of the system.</param>
    /// <param name="now">The time at which the certificate must be valid.</param>
    public static TlsTrouble Describe(
        X509Certificate? shown, X509Chain chain, SslPolicyErrors errors, string host, string? trusted, DateTimeOffset now)
    {
        if (shown is not X509Certificate2 certificate)
        {
            return new("it shows no certificate", "Give the broker one (certfile, keyfile)");
        }

        X509ChainStatusFlags flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return (flags & Strange) != 0 ? OfNobodyWeTrust(certificate, trusted)
            : flags.HasFlag(X509ChainStatusFlags.NotTimeValid) ? OutOfTime(Untimely(chain) ?? certificate, now)
            : flags.HasFlag(X509ChainStatusFlags.Revoked) ? new($"its certificate, {NameOf(certificate)}, is revoked", "Make the broker another one")
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? OfAnotherName(certificate, host)
            : new($"its certificate, {NameOf(certificate)}, is not good: {flags}", "Make the broker another one");
    }

    /// <summary>The owner of a certificate, without anything that controls a terminal.</summary>
    public static string NameOf(X509Certificate2 certificate) => Safe(certificate.Subject);

    /// <summary>A time as people read it.</summary>
    public static string Day(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm} UTC";

    private static TlsTrouble OfNobodyWeTrust(X509Certificate2 certificate, string? trusted) => new(
        $"its certificate, {NameOf(certificate)}, was signed by {Safe(certificate.Issuer)}, which {(trusted is null ? "this system does not trust" : $"is not in {trusted}")}",
        "If this is your broker, trust its authority: CaFile, or --ca");

    private static TlsTrouble OutOfTime(X509Certificate2 certificate, DateTimeOffset now) => now.UtcDateTime < certificate.NotBefore.ToUniversalTime()
        ? new($"its certificate, {NameOf(certificate)}, begins at {Day(certificate.NotBefore)}, and here it is {Day(now.UtcDateTime)}", "Look at this machine's clock", true)
        : new($"its certificate, {NameOf(certificate)}, ended at {Day(certificate.NotAfter)}, and here it is {Day(now.UtcDateTime)}",
            "Make the broker a new one (`nanoevents certificates` does), or look at this machine's clock");

    private static TlsTrouble OfAnotherName(X509Certificate2 certificate, string host) => new(
        $"its certificate is for {Names(certificate)}, not for {host}",
        "Use such a name in the address, or make the broker a certificate with this one (`nanoevents certificates --host`)");

    private static X509Certificate2? Untimely(X509Chain chain) => chain.ChainElements
        .FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))?.Certificate;

    private static string Names(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] all = names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
        return all.Length > 0 ? Safe(string.Join(", ", all)) : NameOf(certificate);
    }

    private static string Safe(string text) => SafeText.Read(Encoding.UTF8.GetBytes(text));
}
