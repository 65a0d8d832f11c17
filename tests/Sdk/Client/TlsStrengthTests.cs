using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace NanoEvents.Tests;

public sealed class TlsStrengthTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TwoVersionsOfTlsAreTaken(SslProtocols version)
    {
        using var certificates = new TestCertificates();
        await using TestBroker broker = await TestBroker.StartAsync(configure: (options, port) => options
            .WithEncryptedEndpoint().WithEncryptedEndpointPort(port).WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None).WithEncryptionCertificate(certificates.Server).WithEncryptionSslProtocol(version));
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.TlsAddress, CaFile = certificates.CaFile });

        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
    }

    [Theory]
    [InlineData("good", "-tls1", "it does not take TLS 1.2 or 1.3, which this machine offers. Let the broker take TLS 1.2 (tls_version).")]
    [InlineData("good", "-tls1_1", "it does not take TLS 1.2 or 1.3, which this machine offers. Let the broker take TLS 1.2 (tls_version).")]
    [InlineData("rsa1024", "-tls1_2", "its certificate, CN=localhost, has an RSA key of 1024 bits, which is too weak. Make the broker another one")]
    [InlineData("rsa1024", "-tls1_3", "its certificate, CN=localhost, has an RSA key of 1024 bits, which is too weak. Make the broker another one")]
    [InlineData("sha1", "-tls1_2", "its certificate, CN=localhost, is signed with SHA-1, which can be forged. Make the broker another one")]
    [InlineData("ca1024", "-tls1_3", "the certificate of who vouches for it, CN=Weak authority, has an RSA key of 1024 bits, which is too weak.")]
    [InlineData("sha1-between", "-tls1_3", "the certificate of who vouches for it, CN=Middle, is signed with SHA-1, which can be forged.")]
    [InlineData("p224", "-tls1_2", "it has no cipher, curve or signature in common with this machine. Let the broker take the usual ciphers of TLS 1.2")]
    [InlineData("good", "-tls1_2 -cipher NULL:@SECLEVEL=0", "it has no cipher, curve or signature in common with this machine.")]
    public async Task WhatIsTooWeakIsRefusedAndNamed(string certificate, string arguments, string problem)
    {
        using var weak = new WeakCertificates(certificate);
        int port = Ports.Free();
        using Process server = Start(weak, certificate, port, arguments);
        try
        {
            string text = await RefusalAsync(new EventClientOptions { Broker = $"mqtts://localhost:{port}", CaFile = weak.CaOf(certificate) });

            Assert.StartsWith($"No TLS with the broker at mqtts://localhost:{port}: {problem}", text);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("p224", "its certificate, CN=localhost, has an elliptic curve key of 224 bits, which is too weak")]
    [InlineData("good", null)]
    public void ShortCurvesAreFoundInAChain(string certificate, string? weakness)
    {
        using var weak = new WeakCertificates(certificate);
        using X509Certificate2 own = X509CertificateLoader.LoadCertificateFromFile(weak.FileOf(certificate));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(weak.CaOf(certificate));
        chain.Build(own);

        Assert.Equal(weakness, TlsStrength.FindWeakness(chain)?.Problem);
    }

    // What a broker may send that does not respect the offer of the client: there is no alert then.
    [Theory]
    [InlineData("error:0A000102:SSL routines::unsupported protocol", "it does not take TLS 1.2 or 1.3, which this machine offers")]
    [InlineData("error:0A00018A:SSL routines::dh key too small", "its Diffie-Hellman key is too short")]
    [InlineData("error:0A00018F:SSL routines::ee key too small", "its certificate has a key that is too short")]
    [InlineData("error:0A00018E:SSL routines::ca md too weak", "its certificate is signed with a hash that can be forged")]
    [InlineData("error:0A00010B:SSL routines::wrong version number", null)]
    public void WhatThisMachineRefusesIsNotTakenForAPlainPort(string openSsl, string? problem)
    {
        var e = new AuthenticationException("Authentication failed, see inner exception.", new IOException("SSL Handshake failed with OpenSSL error.", new IOException(openSsl)));

        Assert.Equal(problem, TlsRefusal.Find(e)?.Problem);
    }

    // What ends the reading, or what it waits for.
    private static async Task<string> RefusalAsync(EventClientOptions options)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var client = new EventClient(options);
        string text = "";
        client.NoticeReceived += (_, made) =>
        {
            text = made.Notice.Text;
            stop.Cancel();
        };
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: stop.Token))
            {
                Assert.Fail($"{e} came");
            }
        }
        catch (OperationCanceledException)
        {
            return text;
        }
        catch (BrokerRefusedException refused)
        {
            return refused.Message;
        }

        return text;
    }

    private static Process Start(WeakCertificates weak, string certificate, int port, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs the openssl command");
        string files = $"-cert {weak.FileOf(certificate)} -cert_chain {weak.FileOf(certificate)} -key {weak.KeyOf(certificate)}";
        var start = new ProcessStartInfo(
            "openssl", $"s_server -accept 127.0.0.1:{port} {files} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OPENSSL_CONF"] = weak.ServerSettings;
        Process server = Process.Start(start)!;
        string? line;
        do
        {
            line = server.StandardOutput.ReadLine();
        }
        while (line is not null and not "ACCEPT");

        Assert.NotNull(line);
        return server;
    }
}
