using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>A certificate that nobody trusts.</summary>
internal static class TestCertificate
{
    /// <summary>A new one, as PEM.</summary>
    public static string Pem()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return made.ExportCertificatePem();
    }
}
