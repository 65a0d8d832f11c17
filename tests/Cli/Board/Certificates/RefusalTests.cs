using System.Security.Cryptography.X509Certificates;
using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Certificates;

/// <summary>Who may not speak is told so in one line: what, where, and what to do.</summary>
public sealed class RefusalTests
{
    private const string GiveOne = "Give one that its authority has signed: CertificateFile and KeyFile, or --certificate and --key.";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task ABrokerOfAnotherAuthorityIsNotTalkedTo()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        await using GuardedBroker other = await GuardedBroker.StartAsync();
        string ca = other.PathOf("house/ca.crt");

        string line = await RefusalAsync(broker.WithPassword("house") with { CaFile = ca });

        Assert.Matches(
            $"^No TLS with the broker at {broker.PasswordUrl}: its certificate, CN=localhost, OU=broker, was signed by CN=NanoEvents authority [0-9a-f]{{4}}, "
            + $"which is not in {ca}. If this is your broker, trust its authority: CaFile, or --ca.$", line);
        Assert.Contains("which this system does not trust.", await RefusalAsync(broker.WithPassword("house") with { CaFile = null }));
    }

    [Fact]
    public async Task ABrokerOfAnotherNameIsNotTalkedTo()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        string url = broker.PasswordUrl.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);

        string line = await RefusalAsync(broker.WithPassword("house") with { Broker = url });

        Assert.Equal(
            $"No TLS with the broker at {url}: its certificate is for localhost, not for 127.0.0.1. "
            + "Use such a name in the address, or make the broker a certificate with this one (`nanoevents certificates --host`).", line);
    }

    [Fact]
    public async Task ABrokerWhoseCertificateHasEndedIsNotTalkedTo()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync(made: DateTimeOffset.UtcNow.AddYears(-3));

        string line = await RefusalAsync(broker.WithPassword("house"));

        Assert.Matches(
            $"^No TLS with the broker at {broker.PasswordUrl}: its certificate, CN=localhost, OU=broker, ended at .* UTC, and here it is .* UTC. "
            + "Make the broker a new one", line);
    }

    [Fact]
    public async Task AProgramWithoutACertificateIsToldThatItNeedsOne()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();

        string line = await RefusalAsync(broker.WithCertificate("house") with { CertificateFile = null, KeyFile = null });

        Assert.Equal($"No TLS with the broker at {broker.CertificateUrl}: it asks for a certificate of this program, and none is given. {GiveOne}", line);
    }

    [Fact]
    public async Task ACertificateOfAnotherAuthorityIsRefused()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        await using GuardedBroker other = await GuardedBroker.StartAsync();

        string line = await RefusalAsync(other.WithCertificate("house") with { Broker = broker.CertificateUrl, CaFile = broker.PathOf("house/ca.crt") });

        Assert.Matches(
            $"^No TLS with the broker at {broker.CertificateUrl}: it refuses this program's certificate, CN=house, OU=reader: "
            + $"it does not trust CN=NanoEvents authority [0-9a-f]{{4}}, which has signed it. {GiveOne}$", line);
    }

    [Fact]
    public async Task ACertificateThatHasEndedIsRefused()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync(made: DateTimeOffset.UtcNow.AddDays(-60));
        using X509Certificate2 ended = EndedYesterday(broker);

        string line = await RefusalAsync(broker.WithCertificate("house") with { CertificateFile = null, KeyFile = null, Certificate = ended });

        Assert.Matches(
            $"^No TLS with the broker at {broker.CertificateUrl}: it refuses this program's certificate, CN=house, OU=reader: it ended at .* UTC. {GiveOne}$", line);
    }

    [Fact]
    public async Task ARevokedCertificateIsRefusedAndTheOthersAreNot()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        using X509Certificate2 stolen = X509Certificate2.CreateFromPemFile(broker.PathOf("garage/client.crt"), broker.PathOf("garage/client.key"));
        broker.Run(revoked: ["garage"]);
        await broker.RestartAsync();

        string line = await RefusalAsync(broker.WithCertificate("kitchen") with { CertificateFile = null, KeyFile = null, Certificate = stolen });

        Assert.Equal(
            $"No TLS with the broker at {broker.DeviceCertificateUrl}: it refuses this program's certificate, CN=garage, OU=device: it is revoked. {GiveOne}", line);
        await AssertLetInAsync(broker.WithCertificate("house"));
        await AssertLetInAsync(broker.WithCertificate("kitchen"));
    }

    [Fact]
    public async Task APasswordThatIsWrongOrRevokedIsRefusedAndNotRepeated()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        EventClientOptions house = broker.WithPassword("house");
        await AssertLetInAsync(house);
        string refusal = $"The broker at {broker.PasswordUrl} refuses user house: NotAuthorized. Check user and password.";
        Assert.Equal(refusal, await RefusalAsync(house with { Password = "wrong" }));

        // A new one: the one before is worth nothing from the next start on.
        broker.Run(parties: [new("house", Role.Reader)], revoked: ["house"]);
        await broker.RestartAsync();

        Assert.Equal(refusal, await RefusalAsync(house));
        await AssertLetInAsync(broker.WithPassword("house"));
    }

    [Fact]
    public async Task APlainPortIsNotTakenForOneWithTls()
    {
        await using NanoEvents.Cli.EmbeddedBroker broker = new(System.Net.IPAddress.Loopback, 0);
        await broker.StartAsync();

        Notice notice = await FirstNoticeAsync(new EventClientOptions { Broker = $"mqtts://127.0.0.1:{broker.Port}" });

        Assert.Equal(
            $"Waiting for the broker at mqtts://127.0.0.1:{broker.Port}: it does not answer in TLS. "
            + "Is this its port for TLS (mqtts://, 8883 is usual), and not a plain one (mqtt://, 1883)?", notice.Text);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(40, false)]
    public async Task DoctorSaysThirtyDaysBeforeThatTheBrokersCertificateEnds(int daysLeft, bool isTold)
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync(made: DateTimeOffset.UtcNow.AddDays(daysLeft - 825));
        string ca = broker.PathOf("house/ca.crt");

        (_, string[] lines, _) = await Nanoevents.RunAsync([
            "doctor", "--broker", broker.PasswordUrl.Replace("//", "//house@", StringComparison.Ordinal), "--password-file", broker.PathOf("house/password"),
            "--ca", ca, "--wait", "1", "--json"]);

        string[] about = [.. lines.Where(line => line.Contains("its certificate, CN=localhost, OU=broker, ends at", StringComparison.Ordinal))];
        Assert.Equal(isTold ? 1 : 0, about.Length);
        Assert.All(about, line => Assert.Contains($", in {daysLeft - 1} days", line));
    }

    private static X509Certificate2 EndedYesterday(GuardedBroker broker)
    {
        using Authority authority = Authority.Open(broker.PathOf("authority"), DateTimeOffset.UtcNow);
        DateTimeOffset yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        return CertificateMaker.MakeClient(authority.Certificate, new Party("house", Role.Reader), yesterday.AddDays(-30), yesterday);
    }

    private static async Task<string> RefusalAsync(EventClientOptions options)
    {
        await using EventClient client = new(options);
        using CancellationTokenSource patience = new(_patience);
        BrokerRefusedException refused = await Assert.ThrowsAsync<BrokerRefusedException>(async () =>
        {
            await foreach (NanoEvent _ in client.ReadAsync(cancellationToken: patience.Token))
            {
            }
        });
        Assert.DoesNotContain('\n', refused.Message);
        return refused.Message;
    }

    private static async Task AssertLetInAsync(EventClientOptions options) => Assert.Equal(NoticeKind.Connected, (await FirstNoticeAsync(options)).Kind);

    private static async Task<Notice> FirstNoticeAsync(EventClientOptions options)
    {
        await using EventClient client = new(options);
        using CancellationTokenSource enough = new(_patience);
        TaskCompletionSource<Notice> first = new();
        client.NoticeReceived += (_, e) => first.TrySetResult(e.Notice);
        Task reading = Task.Run(async () =>
        {
            await foreach (NanoEvent _ in client.ReadAsync(cancellationToken: enough.Token))
            {
            }
        });
        await Task.WhenAny(first.Task, reading);
        await enough.CancelAsync();
        await Record.ExceptionAsync(() => reading);
        Assert.True(first.Task.IsCompleted, reading.Exception?.GetBaseException().Message);
        return await first.Task;
    }
}
