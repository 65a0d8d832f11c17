using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;
using NanoEvents.Tests;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A receiver with https, whose certificate an authority of our own has signed.</summary>
public sealed class TlsTests : Senders
{
    private readonly TestCertificates _certificates = new();
    private Hook? _safe;

    private Hook Safe => _safe!;

    // Its certificate is for this name, and not for 127.0.0.1.
    private string Address => $"https://localhost:{Safe.Port}/hook";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Time.SetUtcNow(DateTimeOffset.UtcNow);
        _safe = await Hook.StartAsync(certificate: _certificates.Server);
    }

    public override async ValueTask DisposeAsync()
    {
        await Safe.DisposeAsync();
        _certificates.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task AReceiverWhoseAuthorityIsGivenGetsTheEvents()
    {
        await using WebhookSink sink = await OpenAsync(Options(Address) with { CaFile = _certificates.CaFile });

        await sink.WriteAsync([.. Made.Turns(2, 3)], Stop);

        Assert.Equal(6, Safe.Calls.Count);
        Assert.All(Safe.Calls, call => Assert.True(call.IsSignedWith(Key)));
    }

    [Fact]
    public async Task AReceiverWhomNobodyTrustsGetsNothingAndALineSaysWhy()
    {
        using TestCertificates others = new();
        await AssertRefusedAsync(Options(Address) with { CaFile = others.CaFile }, $"TLS: its certificate, CN=localhost, was signed by CN=Test authority, which is not in {others.CaFile}");
        await AssertRefusedAsync(Options(Address), "TLS: its certificate, CN=localhost, was signed by CN=Test authority, which this system does not trust");
        await AssertRefusedAsync(Options(Safe.Address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)) with { CaFile = _certificates.CaFile },
            "TLS: its certificate is for localhost, not for 127.0.0.1");
        await AssertRefusedAsync(Options($"https://localhost:{Receiver.Port}/hook") with { CaFile = _certificates.CaFile }, "TLS: it does not answer in TLS. Is this a receiver with http://?");

        Assert.Empty(Safe.Calls);
        Assert.Empty(Receiver.Calls);
    }

    [Fact]
    public async Task ATokenEndpointWhomNobodyTrustsGetsNoSecret()
    {
        using TestCertificates others = new();
        await AssertRefusedAsync(
            Options() with { TokenEndpoint = Address, ClientId = "me", ClientSecret = "SECRET", CaFile = others.CaFile },
            $"no token: TLS: its certificate, CN=localhost, was signed by CN=Test authority, which is not in {others.CaFile}");

        Assert.Empty(Safe.Calls);
    }

    [Theory]
    [InlineData("no authority", "there is no certificate in")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "a certificate or key cannot be read")]
    public async Task AFileWithoutAnAuthorityIsRefused(string content, string why)
    {
        string file = Path.Combine(Folder, "ca.pem");
        await File.WriteAllTextAsync(file, content, Stop);

        Assert.Contains(why, (Options(Address) with { CaFile = file }).FindProblem());
        Assert.Null((Options(Address) with { CaFile = _certificates.CaFile }).FindProblem());
    }

    [Fact]
    public async Task TheCommandTakesAnAuthority()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        string keys = Path.Combine(Folder, "keys");
        await File.WriteAllTextAsync(keys, Key.Reveal(), Stop);
        await using BridgeProcess bridge = new(
            "bridge", "--broker", broker.Address, "--to", Address, "--to-ca", _certificates.CaFile, "--secret-file", keys, "--marks", Path.Combine(Folder, "marks"));
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 3));

        await Waiting.UntilAsync(() => Safe.Calls.Count == 3);
        Assert.Equal(0, await bridge.InterruptAsync());
    }

    private async Task AssertRefusedAsync(WebhookOptions options, string line)
    {
        await using WebhookSink sink = await OpenAsync(options with { Patience = TimeSpan.Zero });

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal(line, said.Message);
    }
}
