using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using NanoEvents.Cli.Configure;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Configure;

/// <summary>The certificates and the key that `nanoevents configure` puts into nanoCLR's own store.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents").FullName;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public CertificateTests()
    {
        Write("rsa.crt", Certificate(new CertificateRequest("CN=hall", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Write("ec.crt", Certificate(new CertificateRequest("CN=hall", _ec, HashAlgorithmName.SHA256)));
        Write("rsa.key", _rsa.ExportRSAPrivateKeyPem());
        Write("ec.key", _ec.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("rsa.crt", "rsa.key", "RSA PRIVATE KEY")]
    [InlineData("ec.crt", "ec.key", "PRIVATE KEY")]
    public void CertificateAndKeyGoTogetherAndEndInAZero(string certificate, string key, string label)
    {
        string stored = Stored(certificate, key);

        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", stored);
        Assert.Contains($"\n-----BEGIN {label}-----\n", stored);
        Assert.EndsWith($"-----END {label}-----\n\0", stored);
        Assert.Equal(stored.Length - 1, stored.IndexOf('\0'));
        using X509Certificate2 own = X509Certificate2.CreateFromPem(stored, stored);
        Assert.True(own.HasPrivateKey);
    }

    [Fact]
    public void WhatStandsAroundTheBlocksStaysOnThePc()
    {
        string intermediate = Certificate(new CertificateRequest("CN=between", _ec, HashAlgorithmName.SHA256));
        Write("chain.crt", "Bag Attributes\r\n" + Read("rsa.crt") + "\r\n" + intermediate + "\r\n");
        Write("both.pem", Read("rsa.crt") + "\n" + Read("rsa.key") + "\nremark");

        Assert.Equal(2, Stored("chain.crt", "rsa.key").Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Equal(Stored("rsa.crt", "rsa.key"), Stored("both.pem", "both.pem"));
    }

    [Theory]
    [InlineData("rsa.crt", "ec.key", "broker.key: ec.key is not the key of the certificate in rsa.crt")]
    [InlineData("rsa.crt", "other.key", "broker.key: other.key is not the key of the certificate in rsa.crt")]
    [InlineData("rsa.key", "rsa.key", "rsa.key holds no certificate: broker.certificate must be a PEM file")]
    [InlineData("rsa.der", "rsa.key", "rsa.der holds no certificate: broker.certificate must be a PEM file")]
    [InlineData("rsa.crt", "rsa.crt", "rsa.crt holds no key: broker.key must be a PEM file with one")]
    [InlineData("rsa.crt", "two.key", "two.key holds several keys: broker.key must be a PEM file with one")]
    [InlineData("rsa.crt", "damaged.key", "broker.key: damaged.key holds no RSA or EC key, and nanoCLR knows no others")]
    [InlineData("damaged.crt", "rsa.key", "broker.certificate: a certificate in damaged.crt is damaged")]
    [InlineData("rsa.crt", "encrypted.key", "broker.key: encrypted.key is encrypted, and the device has no password for it: `openssl pkey -in encrypted.key -out plain.key`")]
    [InlineData("rsa.crt", "encrypted-as-before.key", "broker.key: encrypted-as-before.key is encrypted, and the device has no password for it: `openssl pkey -in encrypted-as-before.key -out plain.key`")]
    [InlineData("rsa.crt", "nowhere.key", "broker.key must be the path of a PEM file: there is no such file")]
    public async Task AFileThatIsWrongIsSaidInOneLine(string certificate, string key, string error)
    {
        using RSA other = RSA.Create(2048);
        Write("other.key", other.ExportPkcs8PrivateKeyPem());
        Write("two.key", Read("rsa.key") + "\n" + Read("ec.key"));
        Write("encrypted.key", _rsa.ExportEncryptedPkcs8PrivateKeyPem("geheim", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));
        Write("encrypted-as-before.key", Read("rsa.key").Replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n", StringComparison.Ordinal));
        Write("damaged.key", PemEncoding.WriteString("PRIVATE KEY", [1, 2, 3, 4]));
        Write("damaged.crt", PemEncoding.WriteString("CERTIFICATE", [1, 2, 3, 4]));
        File.WriteAllBytes(PathOf("rsa.der"), [0x30, 0x82, 0x01, 0x00]);

        (int exitCode, string[] lines, string[] errors) = await DryRunAsync("broker.tls=on", $"broker.certificate={certificate}", $"broker.key={key}");

        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Equal(["error  " + error], errors);
    }

    [Theory]
    [InlineData("broker.ca is for TLS: add broker.tls=on", "broker.ca=rsa.crt")]
    [InlineData("broker.certificate and broker.key belong together: give both", "broker.tls=on", "broker.certificate=rsa.crt")]
    [InlineData("broker.certificate and broker.key belong together: give both", "broker.tls=on", "broker.key=rsa.key")]
    [InlineData("--set: broker.key must be the path of a PEM file", "broker.tls=on", "broker.key=")]
    [InlineData("rsa.key holds no certificate: broker.ca must be a PEM file", "broker.tls=on", "broker.ca=rsa.key")]
    public async Task FilesThatWouldLieThereForNothingAreRefused(string error, params string[] pairs)
    {
        (int exitCode, string[] lines, string[] errors) = await DryRunAsync(pairs);

        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Equal(["error  " + error], errors);
    }

    [Fact]
    public async Task ADryRunNamesTheFilesAndShowsNothingOfTheKey()
    {
        (int exitCode, string[] lines, string[] errors) = await DryRunAsync("broker.tls=on", "broker.ca=ec.crt", "broker.certificate=rsa.crt", "broker.key=rsa.key");

        Assert.Equal(0, exitCode);
        Assert.Equal(["Without a port COM7 there is nobody to ask: this is what goes over the USB cable."], errors);
        Assert.Contains("""  "CACertificates": "(the certificate in ec.crt)",""", lines);
        Assert.Contains("""  "DeviceCertificates": "(the certificate in rsa.crt and the key in rsa.key)" """.TrimEnd(), lines);
        Assert.DoesNotContain(lines, line => line.Contains("BEGIN", StringComparison.Ordinal) || line.Contains(Read("rsa.key")[40..80], StringComparison.Ordinal));
    }

    private static string Certificate(CertificateRequest request)
    {
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return made.ExportCertificatePem();
    }

    private string Stored(string certificate, string key)
    {
        SettingInput[] inputs =
        [
            SettingInput.Of(NanoEvents.Firmware.SettingsTable.BrokerCertificate, PathOf(certificate)),
            SettingInput.Of(NanoEvents.Firmware.SettingsTable.BrokerKey, PathOf(key)),
        ];
        JsonNode network = JsonNode.Parse(new CableFiles(inputs).NetworkDeployment(isShown: false))!;
        return Encoding.ASCII.GetString(Convert.FromBase64String((string)network["DeviceCertificates"]!));
    }

    private Task<Finished> DryRunAsync(params string[] pairs) =>
        Nanoevents.RunInAsync(_folder, ["configure", "--dry-run", "--port", "COM7", .. pairs.SelectMany(pair => new[] { "--set", pair })]);

    private string PathOf(string file) => Path.Combine(_folder, file);

    private string Read(string file) => File.ReadAllText(PathOf(file));

    private void Write(string file, string text) => File.WriteAllText(PathOf(file), text);
}
