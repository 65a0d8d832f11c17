using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents;

/// <summary>The minimum strength, even if the system accepts less: TLS 1.2, RSA from 2048 bits, elliptic curves from 256, no SHA-1.</summary>
internal static class TlsStrength
{
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private const int MinRsaBits = 2048;
    private const int MinCurveBits = 256;
    private const string Mend = "Make the broker another one, as `nanoevents certificates` does: RSA from 2048 bits or an elliptic curve from 256, signed with SHA-256";

    // By number: names differ between systems.
    private static readonly Dictionary<string, string> _weakSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2",
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.3.14.3.2.29"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
        ["1.2.840.10040.4.3"] = "SHA-1",
    };

    /// <summary>What in a chain is too weak, from the broker's own certificate to the authority that is trusted; null if nothing is.</summary>
    public static TlsTrouble? FindWeakness(X509Chain chain) => chain.ChainElements.Select((element, i) =>
    {
        // The signature of a trusted root does not matter.
        bool isTrusted = i > 0 && i == chain.ChainElements.Count - 1;
        return (FindWeakKey(element.Certificate) ?? (isTrusted ? null : FindWeakSignature(element.Certificate))) is { } weakness
            ? new TlsTrouble($"{(i == 0 ? "its certificate" : "the certificate of who vouches for it")}, {TlsDistrust.NameOf(element.Certificate)}, {weakness}", Mend)
            : null;
    }).FirstOrDefault(trouble => trouble is not null);

    private static string? FindWeakKey(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var curve = certificate.GetECDsaPublicKey();
        return rsa is not null ? rsa.KeySize < MinRsaBits ? $"has an RSA key of {rsa.KeySize} bits, which is too weak" : null
            : curve is not null ? curve.KeySize < MinCurveBits ? $"has an elliptic curve key of {curve.KeySize} bits, which is too weak" : null
            : certificate.PublicKey.Oid.Value == "1.2.840.10040.4.1" ? "has a DSA key, which is too weak"
            : null;
    }

    private static string? FindWeakSignature(X509Certificate2 certificate) =>
        _weakSignatures.TryGetValue(certificate.SignatureAlgorithm.Value ?? "", out string? hash) ? $"is signed with {hash}, which can be forged" : null;
}
