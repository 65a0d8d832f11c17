using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Redis;
using NanoEvents.Testing;
using NanoEvents.Tests;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests;

/// <summary>Users, passwords, TLS and clusters of Redis.</summary>
public sealed class RedisAccessTests : IDisposable
{
    // What docs/bridge.md says that the user of a bridge and of its readers needs.
    private const string Rights = "~events ~{events}:* +@read +@write +@scripting +@connection +info +cluster";

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-access-").FullName;

    public RedisAccessTests() => RedisServer.SkipWhereAbsent();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task TheServersPasswordIsGivenApart()
    {
        await using RedisServer redis = await RedisServer.StartWithAsync("--requirepass", "pass word");

        await WriteAndReadAsync(new RedisOptions { Address = redis.Address("events"), Password = "pass word" });

        await using RedisEventSink wrong = new(new RedisOptions { Address = redis.Address("events"), Password = "s3cret" });
        Exception refused = await Assert.ThrowsAnyAsync<RedisException>(async () => await wrong.LoadAsync(_stop));
        Assert.DoesNotContain("s3cret", refused.ToString());
    }

    [Fact]
    public async Task AUserWithFewRightsWritesAndReadsFromTheCommandLine()
    {
        await using RedisServer redis = await RedisServer.StartWithAsync(["--user", "bridge", "on", ">s3cret", .. Rights.Split(' '), "--user", "default", "off"]);
        await using TestBroker broker = await TestBroker.StartAsync();
        string address = redis.Address("events").Replace("redis://", "redis://bridge@", StringComparison.Ordinal);
        string password = Write("password", "s3cret\n");
        await using BridgeProcess bridge = new("bridge", "--broker", broker.Address, "--to", address, "--to-password-file", password);
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 2) with { HasBoot = true });
        await broker.SendAsync([1, 2, 3], "hall", "events");

        await using BridgeProcess watch = new("watch", "--broker", address, "--password-file", password, "--group", "g", "--json");
        await Waiting.UntilAsync(() => watch.Output.Contains("\"sequence\":2", StringComparison.Ordinal));

        await using BridgeProcess wrong = new("watch", "--broker", address, "--password-file", Write("wrong", "0ther\n"));
        await wrong.UntilSaysAsync("Waiting for redis");
        await bridge.UntilSaysAsync("1 in the dead letters of");
        Assert.Equal(0, await bridge.InterruptAsync());
        await bridge.UntilSaysAsync("1 dead letters");
        Assert.DoesNotContain("s3cret", bridge.Errors + watch.Errors);
        Assert.DoesNotContain("0ther", wrong.Errors);
    }

    [Fact]
    public async Task WithTlsTheAuthorityDecides()
    {
        (string ca, string certificate, string key) = MakeCertificates("ca");
        int port = Ports.Free();
        await using RedisServer redis = await RedisServer.StartWithAsync(
            "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", ca, "--tls-auth-clients", "no", "--requirepass", "s3cret");
        RedisOptions options = new() { Address = $"rediss://localhost:{port}/events", Password = "s3cret", CaFile = ca };

        await WriteAndReadAsync(options);

        await using RedisEventSink stranger = new(options with { CaFile = MakeCertificates("other").Ca });
        await Assert.ThrowsAnyAsync<RedisException>(async () => await stranger.LoadAsync(_stop));
    }

    [Fact]
    public async Task TheKeysOfAStreamShareASlotOfACluster()
    {
        await using RedisServer redis = await RedisServer.StartWithAsync("--cluster-enabled", "yes", "--cluster-port", $"{Ports.Free()}");
        await using (ConnectionMultiplexer admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},allowAdmin=true"))
        {
            IServer server = admin.GetServers()[0];
            await server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await Waiting.UntilAsync(async () => ((string?)await server.ExecuteAsync("CLUSTER", "INFO"))!.Contains("cluster_state:ok", StringComparison.Ordinal));
        }

        await WriteAndReadAsync(new RedisOptions { Address = redis.Address("events") });
        await WriteAndReadAsync(new RedisOptions { Address = redis.Address("{site}events"), Group = "g" });
    }

    private async Task WriteAndReadAsync(RedisOptions options)
    {
        await using FakeEventClient client = new();
        client.Device("hall").Motion(true).Motion(false).Motion(true);
        client.Send(new UndecodedMessage("nanoevents/hall/events", "no batch", new byte[] { 1 }));
        client.Complete();
        await using (RedisEventSink sink = new(options with { Group = null }))
        {
            EventBridge bridge = new(client, sink);
            bridge.NoticeReceived += (_, e) => TestContext.Current.SendDiagnosticMessage(e.Notice.Text);
            await bridge.RunAsync(_stop).WaitAsync(Waiting.Limit, _stop);
        }

        await using RedisEventClient reader = new(options);
        List<uint> numbers = [];
        await foreach (NanoEvent e in reader.ReadAsync(cancellationToken: _stop))
        {
            numbers.Add(e.Sequence!.Value);
            if (numbers.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([1u, 2u, 3u], numbers);
    }

    // An authority, and a certificate of its for this machine.
    private (string Ca, string Certificate, string Key) MakeCertificates(string name)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using ECDsa caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest ofCa = new($"CN={name}", caKey, HashAlgorithmName.SHA256);
        ofCa.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 ca = ofCa.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(ca, now.AddDays(-1), now.AddDays(20), [1, 2, 3, 4]);
        return (Write($"{name}.pem", ca.ExportCertificatePem()), Write($"{name}-server.pem", certificate.ExportCertificatePem()), Write($"{name}-server.key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
