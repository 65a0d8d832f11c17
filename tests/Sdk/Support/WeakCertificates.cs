using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Tests;

/// <summary>Brokers' certificates as files, each with one weakness: in its own key or signature, or in those of its authority.</summary>
public sealed class WeakCertificates : IDisposable
{
    // Lets the server use what it would refuse itself.
    private const string WeakServer =
        "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = weak\n[weak]\nCipherString = ALL:@SECLEVEL=0\nMinProtocol = None\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents-weak");

    public WeakCertificates(string name)
    {
        File.WriteAllText(ServerSettings, WeakServer);
        switch (name)
        {
            case "rsa1024":
                Make(name, RSA.Create(2048), RSA.Create(1024), HashAlgorithmName.SHA256);
                break;
            case "sha1":
                Make(name, RSA.Create(2048), RSA.Create(2048), HashAlgorithmName.SHA1);
                break;
            case "ca1024":
                Make(name, RSA.Create(1024), RSA.Create(2048), HashAlgorithmName.SHA256);
                break;
            case "sha1-between":
                MakeWithMiddle(name);
                break;
            case "p224":
                Make(name, RSA.Create(2048), ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1")), HashAlgorithmName.SHA256);
                break;
            default:
                Make(name, RSA.Create(2048), RSA.Create(2048), HashAlgorithmName.SHA256);
                break;
        }
    }

    public string ServerSettings => Path.Combine(_folder.FullName, "openssl.cnf");

    public string CaOf(string name) => PathOf(name + "-ca");

    public string FileOf(string name) => PathOf(name);

    public string KeyOf(string name) => PathOf(name + "-key");

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name + ".pem");

    private void Make(string name, AsymmetricAlgorithm caKey, AsymmetricAlgorithm key, HashAlgorithmName hash)
    {
        using (caKey)
        using (key)
        {
            using X509Certificate2 ca = Sign("CN=Weak authority", caKey, null, null, HashAlgorithmName.SHA256);
            using X509Certificate2 own = Sign("CN=localhost", key, ca, caKey, hash);
            Write(name, ca, [own], key);
        }
    }

    private void MakeWithMiddle(string name)
    {
        using RSA caKey = RSA.Create(2048), middleKey = RSA.Create(2048), key = RSA.Create(2048);
        using X509Certificate2 ca = Sign("CN=Weak authority", caKey, null, null, HashAlgorithmName.SHA256);
        using X509Certificate2 middle = Sign("CN=Middle", middleKey, ca, caKey, HashAlgorithmName.SHA1);
        using X509Certificate2 own = Sign("CN=localhost", key, middle, middleKey, HashAlgorithmName.SHA256);
        Write(name, ca, [own, middle], key);
    }

    private void Write(string name, X509Certificate2 ca, X509Certificate2[] shown, AsymmetricAlgorithm key)
    {
        File.WriteAllText(CaOf(name), ca.ExportCertificatePem());
        File.WriteAllText(FileOf(name), string.Join('\n', shown.Select(c => c.ExportCertificatePem())));
        File.WriteAllText(KeyOf(name), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Sign(string subject, AsymmetricAlgorithm key, X509Certificate2? ca, AsymmetricAlgorithm? caKey, HashAlgorithmName hash)
    {
        var name = new X500DistinguishedName(subject);
        CertificateRequest request = key is RSA rsa
            ? new(name, rsa, hash, RSASignaturePadding.Pkcs1)
            : new(name, (ECDsa)key, hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(subject != "CN=localhost", false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        X509SignatureGenerator generator = (caKey ?? key) switch
        {
            RSA signer when hash == HashAlgorithmName.SHA1 => new Sha1Signature(signer),
            RSA signer => X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1),
            var signer => X509SignatureGenerator.CreateForECDsa((ECDsa)signer),
        };
        DateTimeOffset begin = DateTimeOffset.UtcNow.AddDays(-1);
        return request.Create(ca?.SubjectName ?? name, generator, begin, begin.AddDays(60), RandomNumberGenerator.GetBytes(8));
    }

    // .NET makes no such signatures any more.
    private sealed class Sha1Signature(RSA key) : X509SignatureGenerator
    {
        private static readonly byte[] _sha1WithRsa = [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00];

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => _sha1WithRsa;

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => CreateForRSA(key, RSASignaturePadding.Pkcs1).PublicKey;
    }
}
