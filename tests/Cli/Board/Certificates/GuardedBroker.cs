using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Certificates;

/// <summary>A Mosquitto as `nanoevents certificates` sets it up: devices garage and kitchen, and the reader house.</summary>
internal sealed class GuardedBroker : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents-tls");
    private readonly int _passwordPort = Ports.Free();
    private readonly int _certificatePort = Ports.Free();
    private readonly int _devicePasswordPort = Ports.Free();
    private readonly int _deviceCertificatePort = Ports.Free();
    private Mosquitto? _mosquitto;

    private GuardedBroker()
    {
    }

    /// <summary>For readers with a password.</summary>
    public string PasswordUrl => $"mqtts://localhost:{_passwordPort}";

    /// <summary>For those with a certificate.</summary>
    public string CertificateUrl => $"mqtts://localhost:{_certificatePort}";

    /// <summary>For devices with a password.</summary>
    public string DevicePasswordUrl => $"mqtts://localhost:{_devicePasswordPort}";

    /// <summary>For those with a certificate.</summary>
    public string DeviceCertificateUrl => $"mqtts://localhost:{_deviceCertificatePort}";

    /// <summary>Starts one.</summary>
    /// <param name="made">When its certificates were made; now unless said.</param>
    public static async Task<GuardedBroker> StartAsync(DateTimeOffset? made = null)
    {
        Mosquitto.SkipWhereAbsent();
        GuardedBroker broker = new();
        broker.Run(made, hosts: ["localhost"], parties: [new("garage", Role.Device), new("kitchen", Role.Device), new("house", Role.Reader)]);
        string configuration = (await File.ReadAllTextAsync(broker.PathOf("broker/nanoevents.conf")))
            .Replace($"listener {MosquittoFolder.PasswordPort}\n", $"listener {broker._passwordPort} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace($"listener {MosquittoFolder.CertificatePort}\n", $"listener {broker._certificatePort} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace($"listener {MosquittoFolder.DevicePasswordPort}\n", $"listener {broker._devicePasswordPort} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace($"listener {MosquittoFolder.DeviceCertificatePort}\n", $"listener {broker._deviceCertificatePort} 127.0.0.1\n", StringComparison.Ordinal);
        string file = broker.PathOf("test.conf");
        await File.WriteAllTextAsync(file, configuration + $"persistence_location {broker._folder.FullName}/\nuser {Environment.UserName}\n");
        broker._mosquitto = await Mosquitto.StartAsync(file, broker._passwordPort, broker._certificatePort, broker._devicePasswordPort, broker._deviceCertificatePort);
        return broker;
    }

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public string PasswordOf(string user) => File.ReadLines(PathOf($"{user}/password")).First();

    /// <summary>Another run of the command.</summary>
    public void Run(DateTimeOffset? now = null, string[]? hosts = null, Party[]? parties = null, string[]? revoked = null) =>
        new CertificateRun(_folder.FullName, now ?? DateTimeOffset.UtcNow, TextWriter.Null)
        {
            Hosts = hosts ?? [],
            Parties = parties ?? [],
            Revoked = revoked ?? [],
            Place = PathOf("broker"),
        }.Run();

    public Task RestartGentlyAsync() => _mosquitto!.RestartGentlyAsync();

    public Task RestartAsync() => _mosquitto!.RestartAsync();

    /// <summary>A user with its password.</summary>
    public EventClientOptions WithPassword(string user) =>
        new() { Broker = user == "house" ? PasswordUrl : DevicePasswordUrl, CaFile = PathOf($"{user}/ca.crt"), UserName = user, Password = PasswordOf(user) };

    /// <summary>A user with its certificate.</summary>
    public EventClientOptions WithCertificate(string user) => new()
    {
        Broker = user == "house" ? CertificateUrl : DeviceCertificateUrl,
        CaFile = PathOf($"{user}/ca.crt"),
        CertificateFile = PathOf($"{user}/client.crt"),
        KeyFile = PathOf($"{user}/client.key"),
    };

    public async ValueTask DisposeAsync()
    {
        if (_mosquitto != null)
        {
            await _mosquitto.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
