using System.Net;
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

    [Fact]
    public async Task ABrokerThatNobodyVouchesForIsNotTalkedTo()
    {
        await using TestBroker broker = await StartAsync(asksForCertificate: false);
        await using var reader = new TestReader(new EventClientOptions { Broker = broker.TlsAddress });

        reader.Ask();
        await reader.UntilWaitingAsync();

        Assert.Contains("certificate", reader.Remarks[0].Text);
        Assert.False(reader.Client.IsConnected);
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

    public void Dispose() => _certificates.Dispose();

    private Task<TestBroker> StartAsync(bool asksForCertificate) => TestBroker.StartAsync(configure: (options, tlsPort) =>
    {
        options.WithEncryptedEndpoint().WithEncryptedEndpointPort(tlsPort).WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None).WithEncryptionCertificate(_certificates.Server);
        if (asksForCertificate)
        {
            options.WithClientCertificate((_, certificate, _, _) => certificate?.Subject == "CN=reader");
        }
    });
}
