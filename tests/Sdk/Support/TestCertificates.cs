using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Tests;

/// <summary>An authority of this test's own, a broker and a reader for which it vouches, as files where they are needed as such.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents-tls");

    public TestCertificates()
        : this(DateTimeOffset.UtcNow.AddDays(-1))
    {
    }

    /// <param name="begin">When they begin to be valid, for two days.</param>
    public TestCertificates(DateTimeOffset begin)
    {
        using ECDsa caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 ca = request.CreateSelfSigned(begin, begin.AddDays(2));
        using X509Certificate2 server = Sign(ca, "CN=localhost");
        using X509Certificate2 client = Sign(ca, "CN=reader");
        Server = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
        CaFile = Write("ca.pem", ca.ExportCertificatePem());
        ClientFile = Write("client.pem", client.ExportCertificatePem());
        ClientKeyFile = Write("client.key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public X509Certificate2 Server { get; }

    public string CaFile { get; }

    public string ClientFile { get; }

    public string ClientKeyFile { get; }

    public void Dispose()
    {
        Server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 Sign(X509Certificate2 ca, string subject)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(ca, ca.NotBefore, ca.NotAfter, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private string Write(string name, string pem)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, pem);
        return path;
    }
}
