using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.EventHubs.Tests;

/// <summary>Certificates for the look-alike.</summary>
internal static class Certificates
{
    /// <summary>Makes one for 127.0.0.1, and writes it into a file to trust, without its key.</summary>
    public static X509Certificate2 SelfSigned(string pem)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=hub of the tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(pem, made.ExportCertificatePem());
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
