using System.Net;
using NanoEvents.Bridge;
using NanoEvents.Kafka.Tests;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>Where a sink may go, and what is refused before it starts.</summary>
public sealed class AddressTests : Senders
{
    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void SomeAddressesAreNotOfThePublicInternet(string address) => Assert.True(PrivateAddresses.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2002:0101:0101::1")]
    public void OthersAre(string address) => Assert.False(PrivateAddresses.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task ANameThatMeansAPrivateAddressIsNotConnected(string address)
    {
        await using WebhookSink sink = new(Named(), Resolve(address));
        await sink.LoadAsync(Stop);

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Contains($"example.com is {IPAddress.Parse(address)}, which is no public address", said.Message);
        Assert.Contains("--allow-private", said.Message);
        Assert.Empty(Receiver.Calls);
    }

    [Fact]
    public async Task ItIsConnectedWhereThatIsAllowed()
    {
        await using WebhookSink sink = new(Named() with { AllowPrivate = true }, Resolve("127.0.0.1"));
        await sink.LoadAsync(Stop);

        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Single(Receiver.Calls);
    }

    // Each connection looks again, so a name that means something else now leads nowhere.
    [Fact]
    public async Task ANameThatChangesItsMeaningIsSeen()
    {
        string[] answers = ["127.0.0.1", "127.0.0.1"];
        int looks = 0;
        WebhookOptions options = Named() with { AllowPrivate = false, Patience = TimeSpan.Zero };
        await using WebhookSink sink = new(options, (_, _) => Task.FromResult<IPAddress[]>(looks++ == 0
            ? throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.TryAgain)
            : [.. answers.Select(IPAddress.Parse)]));
        await sink.LoadAsync(Stop);
        await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));
        await sink.LoadAsync(Stop);

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Contains("no public address", said.Message);
        Assert.Equal(2, looks);
        Assert.Empty(Receiver.Calls);
    }

    [Fact]
    public async Task OfSeveralAddressesTheAllowedOnesAreTried()
    {
        WebhookOptions options = Named() with { AllowPrivate = true };
        await using WebhookSink sink = new(options, Resolve("0.0.0.0", "224.0.0.1", "127.0.0.1"));
        await sink.LoadAsync(Stop);

        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Single(Receiver.Calls);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task ThisMachineByNameNeedsNoPermission(string host)
    {
        await using WebhookSink sink = await OpenAsync(Options($"http://{host}:{Receiver.Port}/hook"));

        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Single(Receiver.Calls);
    }

    [Fact]
    public async Task APrivateAddressThatIsWrittenAsSuchNeedsAPermission()
    {
        await using WebhookSink sink = await OpenAsync(Options("https://192.168.255.254:1/hook"));

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Contains("--allow-private", said.Message);
    }

    [Theory]
    [InlineData("", "such as https://example.com/hook")]
    [InlineData("example.com/hook", "such as https://example.com/hook")]
    [InlineData("ftp://example.com/hook", "such as https://example.com/hook")]
    [InlineData("http://example.com/hook", "--allow-http")]
    [InlineData("https://me:secret@example.com/hook", "a password does not belong into an address")]
    [InlineData("https://me@example.com/hook", "OAuth 2.0 alone")]
    [InlineData("https://example.com/hook#secret", "a fragment")]
    public void AnAddressThatCannotBeIsRefusedWithoutItsSecrets(string address, string why)
    {
        string? problem = Options(address.Length == 0 ? " " : address).FindProblem();

        Assert.Contains(why, problem);
        Assert.DoesNotContain("secret", problem);
        Assert.Throws<ArgumentException>(() => new WebhookSink(Options(address)));
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        WebhookOptions good = Options("https://example.com/hook");
        Assert.Null(good.FindProblem());
        Assert.Contains("--secret-file", (good with { Keys = [] }).FindProblem());
        Assert.Contains("--marks", (good with { MarksFile = "" }).FindProblem());
        Assert.Contains("1 to 1000 events", (good with { MaxBatch = 0 }).FindProblem());
        Assert.Contains("1 KiB", (good with { MaxBatchBytes = 5 }).FindProblem());
        Assert.Contains("1 to 256 requests", (good with { MaxParallel = 0 }).FindProblem());
        Assert.Contains("absent.pem", (good with { CaFile = "absent.pem" }).FindProblem());
        Assert.Contains("TokenEndpoint", (good with { ClientId = "me" }).FindProblem());
        Assert.Contains("ClientSecret", (good with { TokenEndpoint = "https://example.com/token", ClientId = "me" }).FindProblem());
        Assert.Contains("the token endpoint: http://", (good with { TokenEndpoint = "http://example.com/token", ClientId = "me", ClientSecret = "s" }).FindProblem());
        Assert.Contains("1 hour", (good with { RequestTimeout = TimeSpan.Zero }).FindProblem());
        Assert.Contains("retry", (good with { RetryDelay = TimeSpan.Zero }).FindProblem());
        Assert.Contains("patience", (good with { Patience = TimeSpan.FromDays(1) }).FindProblem());
    }

    [Fact]
    public void NothingSecretIsPrinted()
    {
        WebhookOptions options = Options("https://example.com/hook?code=SECRET") with { TokenEndpoint = "https://example.com/token", ClientId = "me", ClientSecret = "SECRET" };

        Assert.Equal("WebhookOptions { Address = https://example.com/hook?… }", options.ToString());
        Assert.Equal("https://example.com/hook?…", new WebhookSink(options).ToString());
    }

    [Fact]
    public async Task ASecondBridgeWithTheSameMarksIsRecognised()
    {
        await using WebhookSink first = await OpenAsync(Options());
        await using WebhookSink second = new(Options());

        await Assert.ThrowsAsync<SinkBusyException>(async () => await second.LoadAsync(Stop));
    }

    private static NameResolver Resolve(params string[] addresses) => (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);

    private WebhookOptions Named() => Options($"http://example.com:{Receiver.Port}/hook") with { AllowHttp = true };
}
