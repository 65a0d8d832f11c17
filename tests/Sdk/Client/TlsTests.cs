using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Server;
using Xunit;

namespace NanoEvents.Tests;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task ACaFileAndACertificateOfOursLetIn()
    {
        await using TestBroker broker = await StartAsync(asksForCertificate: true);
        EventClientOptions options = new()
        {
            Broker = broker.TlsAddress,
            CaFile = _certificates.CaFile,
            CertificateFile = _certificates.ClientFile,
            KeyFile = _certificates.ClientKeyFile,
        };
        await using TestReader reader = await TestReader.ConnectAsync(options);

        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CertificatesInMemoryOrInOneFileDoAsWell(bool inOneFile)
    {
        await using TestBroker broker = await StartAsync(asksForCertificate: true);
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(_certificates.CaFile);
        using var own = X509Certificate2.CreateFromPemFile(_certificates.ClientFile, _certificates.ClientKeyFile);
        string file = Path.ChangeExtension(_certificates.ClientFile, ".pfx");
        await File.WriteAllBytesAsync(file, own.Export(X509ContentType.Pkcs12, "secret"), TestContext.Current.CancellationToken);
        EventClientOptions options = new() { Broker = broker.TlsAddress, Authorities = authorities };
        await using TestReader reader = await TestReader.ConnectAsync(
            inOneFile ? options with { CertificateFile = file, KeyPassword = "secret" } : options with { Certificate = own });

        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
    }

    [Fact]
    public async Task ABrokerThatNobodyVouchesForIsNotTalkedTo()
    {
        await using TestBroker broker = await StartAsync(asksForCertificate: false);
        await using var reader = new TestReader(new EventClientOptions { Broker = broker.TlsAddress });

        BrokerRefusedException refused = await Assert.ThrowsAsync<BrokerRefusedException>(reader.NextAsync);

        Assert.Equal(
            $"No TLS with the broker at {broker.TlsAddress}: its certificate, CN=localhost, was signed by CN=Test authority, which this system does not trust. "
            + "If this is your broker, trust its authority: CaFile, or --ca.", refused.Message);
        Assert.Equal(BrokerRefusalReason.TlsFailed, refused.Reason);
        Assert.False(reader.Client.IsConnected);
    }

    [Fact]
    public async Task ACertificateThatIsNotValidYetIsWaitedFor()
    {
        using var early = new TestCertificates(DateTimeOffset.UtcNow.AddDays(3));
        await using TestBroker broker = await TestBroker.StartAsync(configure: (options, tlsPort) => Encrypt(options, tlsPort, early.Server));
        await using var reader = new TestReader(new EventClientOptions { Broker = broker.TlsAddress, CaFile = early.CaFile });

        reader.Ask();
        await reader.UntilWaitingAsync();

        Assert.Matches("its certificate, CN=.*, begins at .* UTC, and here it is .* UTC. Look at this machine's clock.", reader.Notices[0].Text);
    }

    [Fact]
    public void FilesAreLookedAtWhenTheClientIsMade()
    {
        EventClientOptions good = new() { Broker = "mqtts://localhost", CaFile = _certificates.CaFile };
        Assert.Null(good.FindProblem());
        Assert.Null((good with { CertificateFile = _certificates.ClientFile, KeyFile = _certificates.ClientKeyFile }).FindProblem());

        Assert.Equal("there is no file nowhere.pem", (good with { CaFile = "nowhere.pem" }).FindProblem());
        Assert.StartsWith("there is no certificate in ", (good with { CaFile = _certificates.ClientKeyFile }).FindProblem());
        Assert.StartsWith("a certificate or key cannot be read: ", (good with { CertificateFile = _certificates.ClientFile }).FindProblem());
        Assert.Equal("a key needs a certificate: set CertificateFile", (good with { KeyFile = _certificates.ClientKeyFile }).FindProblem());
        Assert.Equal("certificates need a broker with mqtts://", (good with { Broker = "mqtt://localhost" }).FindProblem());
    }

    [Fact]
    public void CertificatesInMemoryAreLookedAtToo()
    {
        EventClientOptions plain = new() { Broker = "mqtts://localhost" };
        using X509Certificate2 withoutKey = X509CertificateLoader.LoadCertificateFromFile(_certificates.ClientFile);
        using var withKey = X509Certificate2.CreateFromPemFile(_certificates.ClientFile, _certificates.ClientKeyFile);

        Assert.Equal("the authorities hold no certificate", (plain with { Authorities = [] }).FindProblem());
        Assert.Equal("the certificate has no key: load it with its key", (plain with { Certificate = withoutKey }).FindProblem());
        Assert.Equal(
            "the certificate must be set once: Certificate or CertificateFile",
            (plain with { Certificate = withKey, CertificateFile = _certificates.ClientFile }).FindProblem());
        Assert.Equal("certificates need a broker with mqtts://", (plain with { Broker = "mqtt://localhost", Certificate = withKey }).FindProblem());
    }

    [Fact]
    public void OptionsDoNotPrintTheirSecrets()
    {
        EventClientOptions options = new() { Broker = "mqtt://me:first@localhost", UserName = "me", Password = "second", KeyPassword = "third" };

        Assert.Equal("EventClientOptions { Broker = mqtt://localhost:1883 }", options.ToString());
    }

    public void Dispose() => _certificates.Dispose();

    private Task<TestBroker> StartAsync(bool asksForCertificate) => TestBroker.StartAsync(configure: (options, tlsPort) =>
    {
        Encrypt(options, tlsPort, _certificates.Server);
        if (asksForCertificate)
        {
            options.WithClientCertificate((_, certificate, _, _) => certificate?.Subject == "CN=reader");
        }
    });

    private static void Encrypt(MqttServerOptionsBuilder options, int port, X509Certificate2 certificate) =>
        options.WithEncryptedEndpoint().WithEncryptedEndpointPort(port).WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None).WithEncryptionCertificate(certificate);
}
