using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Certificates;

/// <summary>The commands that connect take the same files as the SDK, and say the same lines.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task WatchTakesACertificateOrAPasswordFile()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        string[] trust = ["--ca", broker.PathOf("house/ca.crt")];

        using Nanoevents byCertificate = Nanoevents.Start(["watch", "--broker", broker.CertificateUrl, .. trust, .. Certificate(broker, "house")]);
        using Nanoevents byPassword = Nanoevents.Start(["watch", "--broker", $"mqtts://house@{broker.PasswordUrl[8..]}", .. trust, "--password-file", broker.PathOf("house/password")]);

        await byCertificate.LineAsync(line => line == $"Connected to the broker at {broker.CertificateUrl}");
        await byPassword.LineAsync(line => line == $"Connected to the broker at {broker.PasswordUrl}");
    }

    [Fact]
    public async Task WatchEndsWithOneLineWhereItIsRefused()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();

        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunAsync(["watch", "--broker", broker.CertificateUrl, "--ca", broker.PathOf("house/ca.crt")]);

        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.StartsWith($"error  No TLS with the broker at {broker.CertificateUrl}: it asks for a certificate of this program", Assert.Single(errors));
    }

    [Fact]
    public async Task ASimulatedDeviceShowsItsCertificateAndIsRefusedInOneLine()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        string[] device = ["simulate", "--device", "garage", "--trace", Repository.PathOf("docs/first-event.csv"), "--speed", "max", "--ca", broker.PathOf("garage/ca.crt")];

        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync([.. device, "--broker", broker.DeviceCertificateUrl, .. Certificate(broker, "garage")]);
        Assert.True(exitCode == 0, string.Join('\n', errors));
        (exitCode, _, errors) = await Nanoevents.RunAsync([.. device, "--broker", $"mqtts://garage@{broker.DevicePasswordUrl[8..]}", "--password-file", broker.PathOf("garage/password")]);
        Assert.True(exitCode == 0, string.Join('\n', errors));

        (exitCode, _, errors) = await Nanoevents.RunAsync([.. device, "--broker", broker.DeviceCertificateUrl]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error  No TLS with the broker at {broker.DeviceCertificateUrl}: it asks for a certificate of this program", errors[^1]);
        (exitCode, _, errors) = await Nanoevents.RunAsync([.. device, "--broker", broker.DeviceCertificateUrl.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)]);
        Assert.Equal(1, exitCode);
        Assert.Contains("its certificate is for localhost, not for 127.0.0.1. Use such a name", errors[^1]);
    }

    [Fact]
    public async Task DoctorSaysWhatStandsInTheWay()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        string ca = broker.PathOf("house/ca.crt");

        Assert.Contains("was signed by CN=NanoEvents authority", await FindingAsync("--broker", broker.CertificateUrl));
        Assert.Contains("its certificate is for localhost, not for 127.0.0.1 -> Use such a name", await FindingAsync("--ca", ca, "--broker", broker.CertificateUrl.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)));
        Assert.Contains("it asks for a certificate of this program, and none is given -> Give one", await FindingAsync("--ca", ca, "--broker", broker.CertificateUrl));
        Assert.StartsWith($"ok       broker: {broker.CertificateUrl} lets us in", await FindingAsync(["--ca", ca, "--broker", broker.CertificateUrl, "--wait", "0", .. Certificate(broker, "house")]));
    }

    [Theory]
    [InlineData("--broker mqtt://localhost --certificate {0}", "certificates need a broker with mqtts://")]
    [InlineData("--broker mqtts://localhost --key {0}", "a key needs a certificate: set CertificateFile")]
    [InlineData("--broker mqtts://localhost --password-file {0}", "--password-file needs a user: put one before the host in --broker")]
    [InlineData("--broker mqtts://localhost --certificate {0}", "a certificate or key cannot be read: ")]
    public async Task OptionsThatDoNotGoTogetherAreOneLine(string arguments, string problem)
    {
        string empty = Path.GetTempFileName();

        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync(["watch", .. arguments.Split(' ').Select(argument => argument.Replace("{0}", empty, StringComparison.Ordinal))]);

        File.Delete(empty);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error  {problem}", Assert.Single(errors));
    }

    private static string[] Certificate(GuardedBroker broker, string user) => ["--certificate", broker.PathOf($"{user}/client.crt"), "--key", broker.PathOf($"{user}/client.key")];

    private static async Task<string> FindingAsync(params string[] arguments)
    {
        (_, string[] lines, _) = await Nanoevents.RunAsync(["doctor", .. arguments]);
        return Assert.Single(lines, line => line.Contains(" broker: ", StringComparison.Ordinal));
    }
}
