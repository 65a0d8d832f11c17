using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoEvents.Amqp.Tests.Support;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;
using static NanoEvents.Amqp.Tests.Support.Carrying;

namespace NanoEvents.Amqp.Tests;

/// <summary>TLS with an authority of our own, a login by certificate, and a RabbitMQ that speaks no AMQP 1.0.</summary>
public sealed class SecurityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amqp").FullName;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly TestCertificates _certificates = new();

    public SecurityTests() => RabbitServer.SkipWhereAbsent();

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task WithTlsTheAuthorityDecidesAndACertificateLogsIn()
    {
        string certificate = Write("server.pem", _certificates.Server.ExportCertificatePem());
        string key = Write("server.key", _certificates.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using RabbitServer rabbit = await RabbitServer.StartAsync("rabbitmq_amqp1_0,rabbitmq_auth_mechanism_ssl", $"""
            listeners.ssl.default = 127.0.0.1:TLSPORT
            ssl_options.cacertfile = {_certificates.CaFile}
            ssl_options.certfile = {certificate}
            ssl_options.keyfile = {key}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = false
            ssl_cert_login_from = common_name
            auth_mechanisms.1 = PLAIN
            auth_mechanisms.2 = EXTERNAL
            auth_mechanisms.3 = ANONYMOUS
            """);
        await Waiting.UntilAsync(() => ServerProcess.IsOpenAsync(rabbit.TlsPort));
        AmqpSinkOptions options = Options($"amqps://localhost:{rabbit.TlsPort}/safe") with { CaFile = _certificates.CaFile };

        // The name in the certificate is the user.
        AmqpSinkOptions byCertificate = options with { CertificateFile = _certificates.ClientFile, KeyFile = _certificates.ClientKeyFile };
        await CarryAsync(byCertificate, Motions(2));
        await CarryAsync(Options($"amqps://bridge@localhost:{rabbit.TlsPort}/safe") with { CaFile = _certificates.CaFile, Password = RabbitServer.Password }, Motions(4));
        AmqpEventClientOptions reader = new() { Address = options.Address, CaFile = options.CaFile, CertificateFile = byCertificate.CertificateFile, KeyFile = byCertificate.KeyFile };
        Assert.Equal([1u, 2u, 3u, 4u], (await TakeAsync(reader, 4)).Select(e => e.Sequence!.Value));

        using TestCertificates others = new();
        await AssertRefusedAsync(options with { CaFile = others.CaFile }, "was signed by CN=Test authority, which is not in");
        await AssertRefusedAsync(options with { CaFile = null }, "which this system does not trust");
        await AssertRefusedAsync(options with { Address = $"amqps://127.0.0.1:{rabbit.TlsPort}/safe" }, "its certificate is for localhost, not for 127.0.0.1");
        await AssertRefusedAsync(options with { Address = $"amqps://localhost:{rabbit.Port}/safe" }, "it does not answer in TLS. Is this its port for TLS (amqps://, 5671 is usual)");
        await AssertRefusedAsync(options with { CertificateFile = others.ClientFile, KeyFile = others.ClientKeyFile }, "it refuses this program's certificate, CN=reader: it does not trust CN=Test authority");
    }

    [Fact]
    public async Task ARabbitWithoutThePluginIsRecognised()
    {
        await using RabbitServer rabbit = await RabbitServer.StartAsync(plugins: "");

        await AssertRefusedAsync(Options(rabbit.Address("events")), "it does not speak AMQP 1.0 there. Is this its port (5672 is usual), and one without TLS? RabbitMQ 3 needs its plugin rabbitmq_amqp1_0");
    }

    private async Task AssertRefusedAsync(AmqpSinkOptions options, string why)
    {
        await using AmqpEventSink sink = new(options);
        IOException e = await Assert.ThrowsAsync<IOException>(async () => await sink.LoadAsync(_stop));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private AmqpSinkOptions Options(string address) => new() { Address = address, MarksFile = Path.Combine(_folder, "marks"), ConnectTimeout = TimeSpan.FromSeconds(30) };

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
