using NanoEvents.Cli;
using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Certificates;

/// <summary>`nanoevents certificates` makes what is missing, keeps what is there, and shows no secret.</summary>
public sealed class CertificatesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-certs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TheFirstRunMakesAFolderForEachAndSaysWhatIsNext()
    {
        (int exitCode, string[] lines, string[] errors) = await RunAsync("--host", "broker.lan", "--host", "192.168.1.5", "--device", "garage", "--reader", "house");

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal(["authority", "broker", "garage", "house"], lines.Select(line => Path.GetFileName(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])));
        Assert.All(lines, line => Assert.StartsWith("made ", line));
        Assert.Contains("for broker.lan, 192.168.1.5, until ", lines[1]);
        Assert.Equal(["next  broker:", $"next  by {DateTimeOffset.UtcNow.AddDays(825 - 30):yyyy-MM-dd}:", "next  garage:", "next  house:"], errors.Select(line => line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)]));
        string[] secrets = [.. File.ReadLines(PathOf("garage/password")), .. File.ReadLines(PathOf("house/password")), File.ReadLines(PathOf("garage/client.key")).ElementAt(1)];
        Assert.All(secrets, secret => Assert.DoesNotContain(lines.Concat(errors), line => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SecretsCanBeReadByTheirOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in another way: files have those of their folder");
        await RunAsync("--host", "broker.lan", "--device", "garage");

        string[] open = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(IsOpen).Select(file => Path.GetRelativePath(_folder, file))];

        string[] meant = ["authority/ca.crl", "authority/ca.crt", "broker/ca.crl", "broker/ca.crt", "broker/nanoevents.acl", "broker/nanoevents.conf", "broker/readers.crl", "broker/server.crt", "garage/ca.crt", "garage/client.crt"];
        Assert.Equal(meant, open.Where(file => !file.StartsWith("authority/issued/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ASecondRunKeepsWhatIsThere()
    {
        Run(["broker.lan"], [new("garage", Role.Device)]);
        Dictionary<string, string> before = Read("*.key", "client.crt", "server.crt", "password", "nanoevents.passwd");

        string said = Run([], [new("garage", Role.Device), new("porch", Role.Device)]);

        Dictionary<string, string> after = Read("*.key", "client.crt", "server.crt", "password");
        Assert.All(before.Where(file => !file.Key.EndsWith(".passwd", StringComparison.Ordinal)), file => Assert.Equal(file.Value, after[file.Key]));
        Assert.StartsWith(before.Single(file => file.Key.EndsWith(".passwd", StringComparison.Ordinal)).Value, File.ReadAllText(PathOf("broker/nanoevents.passwd")));
        Assert.Equal(["kept", "kept", "kept", "made"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void TheBrokersCertificateIsMadeAnewBeforeItEndsAndForOtherNames()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        Run(["broker.lan"], [], at: start);

        Assert.Contains("kept     " + PathOf("broker"), Run([], [], at: start.AddDays(700)));
        Assert.Contains("; the one before ends on ", Run([], [], at: start.AddDays(800)));
        Assert.Contains("for other.lan, until ", Run(["other.lan"], [], at: start.AddDays(801)));
        Assert.Contains("kept     " + PathOf("broker"), Run([], [], at: start.AddDays(801)));
    }

    [Fact]
    public void WhoIsRevokedGetsNewSecretsWhenNamedAgain()
    {
        Run(["broker.lan"], [new("garage", Role.Device), new("porch", Role.Device)]);
        string before = File.ReadAllText(PathOf("garage/client.crt"));

        Run([], [], ["garage"]);
        Assert.False(Directory.Exists(PathOf("garage")));
        Assert.DoesNotContain("garage", File.ReadAllText(PathOf("broker/nanoevents.acl")) + File.ReadAllText(PathOf("broker/nanoevents.passwd")));

        Run([], [new("garage", Role.Device)]);
        Assert.NotEqual(before, File.ReadAllText(PathOf("garage/client.crt")));
        Assert.Contains("user garage\n", File.ReadAllText(PathOf("broker/nanoevents.acl")));
    }

    [Fact]
    public void NothingReplacesAnAuthority()
    {
        Run(["broker.lan"], []);

        File.Move(PathOf("authority/ca.key"), PathOf("ca.key"));
        Assert.StartsWith($"{PathOf("authority/ca.key")} is not there, but the other half of the authority is: ", Refused(["broker.lan"], []));
        File.Move(PathOf("ca.key"), PathOf("authority/ca.key"));
        Directory.Move(PathOf("authority"), PathOf("away"));
        Assert.StartsWith($"{PathOf("authority")} is not there, though it has made {PathOf("broker")}: ", Refused(["broker.lan"], []));
        Directory.Move(PathOf("away"), PathOf("authority"));
        File.WriteAllText(PathOf("authority/ca.key"), "not a key");
        Assert.Contains("are not a certificate and its key", Refused(["broker.lan"], []));
        Assert.Equal("not a key", File.ReadAllText(PathOf("authority/ca.key")));
    }

    [Fact]
    public void WhatDoesNotFitIsSaidBeforeAnythingIsMade()
    {
        Assert.Contains("say with --host", Refused([], [new("garage", Role.Device)]));
        Assert.StartsWith("--revoke porch: there is no authority in ", Refused(["broker.lan"], [], ["porch"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));

        Run(["broker.lan"], [new("garage", Role.Device)]);
        Assert.Equal("there is a device garage already: the reader Garage needs another name", Refused([], [new("Garage", Role.Reader)]));
        Assert.EndsWith("there are garage", Refused([], [], ["porch"]));
    }

    [Theory]
    [InlineData("--device", "../x", "--device must be 1 to 32 characters out of A-Z a-z 0-9 _ -, not '../x'.")]
    [InlineData("--reader", "Broker", "--reader must be another name than 'Broker', which is a folder of ours.")]
    [InlineData("--host", "a b", "--host must be a host name or address of at most 64 characters, not 'a b'.")]
    public async Task AWrongNameIsOneLine(string option, string value, string problem)
    {
        (int exitCode, string[] lines, string[] errors) = await RunAsync(option, value);

        Assert.Equal(2, exitCode);
        Assert.Empty(lines);
        Assert.Equal($"error  {problem} Try: nanoevents certificates --help", Assert.Single(errors));
    }

    [Fact]
    public async Task ADevicesSettingsAreWhatConfigureTakes()
    {
        Run(["broker.lan"], [new("garage", Role.Device)]);

        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunAsync(["configure", "--file", PathOf("garage/settings"), "--dry-run"]);

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Contains("  device.id=garage", lines);
        Assert.Contains("  broker.host=broker.lan", lines);
        Assert.Contains("  broker.password=***", lines);
        Assert.Contains(lines, line => line.Contains($"(the certificate in {PathOf("garage/ca.crt")})", StringComparison.Ordinal));
    }

    private static bool IsOpen(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0;

    private string PathOf(string file) => Path.Combine(_folder, file);

    private Dictionary<string, string> Read(params string[] patterns) =>
        patterns.SelectMany(pattern => Directory.EnumerateFiles(_folder, pattern, SearchOption.AllDirectories)).ToDictionary(file => file, File.ReadAllText);

    private Task<Finished> RunAsync(params string[] arguments) => Nanoevents.RunAsync(["certificates", "--out", _folder, .. arguments]);

    private string Refused(string[] hosts, Party[] parties, string[]? revoked = null) => Assert.Throws<CommandException>(() => Run(hosts, parties, revoked)).Message;

    private string Run(string[] hosts, Party[] parties, string[]? revoked = null, DateTimeOffset? at = null)
    {
        using StringWriter said = new() { NewLine = "\n" };
        new CertificateRun(_folder, at ?? DateTimeOffset.UtcNow, said) { Hosts = hosts, Parties = parties, Revoked = revoked ?? [], Place = "/etc/mosquitto/nanoevents" }.Run();
        return said.ToString();
    }
}
