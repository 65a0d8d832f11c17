using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using NanoEvents.Benchmarks.EndToEnd;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Day;

/// <summary>The simulator against Mosquitto with TLS 1.2, on loopback, while tcpdump counts.</summary>
internal static class LiveDevice
{
    /// <summary>Plays a trace in real time, faster by a factor.</summary>
    /// <returns>What was captured; null where Mosquitto or tcpdump is absent.</returns>
    public static async Task<(CapturedBytes Bytes, Traffic Sent)?> PlayAsync(Trace trace, double speed)
    {
        using Certificate certificate = new();
        await using Mosquitto? broker = await Mosquitto.StartAsync(certificate.Lines);
        using Capture? capture = broker is null ? null : await Capture.StartAsync(broker.Port);
        if (broker is null || capture is null)
        {
            return null;
        }

        Settings settings = PlayedDay.Settings(trace);
        using MqttLink link = Link(broker, settings);
        using TracePlayer player = new(trace, speed, settings, new Boot(0x654321, BootCause.Unknown), link);
        await Task.Run(() =>
        {
            player.Play(CancellationToken.None);
            player.Drain(CancellationToken.None);
        });
        return (await capture.EndAsync(), player.Device.Core.Connection.Traffic);
    }

    /// <summary>A device without events, whose keep alive is shorter than the period of its states.</summary>
    public static async Task<CapturedBytes?> RestAsync(Settings settings, TimeSpan length)
    {
        using Certificate certificate = new();
        await using Mosquitto? broker = await Mosquitto.StartAsync(certificate.Lines);
        using Capture? capture = broker is null ? null : await Capture.StartAsync(broker.Port);
        if (broker is null || capture is null)
        {
            return null;
        }

        using MqttLink link = Link(broker, settings);
        using SimulatedDevice device = new(
            settings, new Boot(0x654321, BootCause.Unknown), 0, 0, new PacedClock(TimeProvider.System, 1), 1, link, new Firmware.Backoff(100, 1000, 1));
        device.Start();
        await Task.Delay(length);
        return await capture.EndAsync();
    }

    private static MqttLink Link(Mosquitto broker, Settings settings) =>
        new(new Uri($"mqtts://127.0.0.1:{broker.Port}"), settings, new Boot(0x654321, BootCause.Unknown).Online, () => new AnyCertificate());

    private sealed class AnyCertificate : ILinkSecurity
    {
        public bool MayPass => true;

        public void Apply(MqttClientTlsOptionsBuilder tls) => tls.UseTls().WithSslProtocols(SslProtocols.Tls12).WithCertificateValidationHandler(_ => true);

        public Task<string?> ExplainAsync(Exception e, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    /// <summary>A self-signed certificate for loopback, in files that Mosquitto can read.</summary>
    private sealed class Certificate : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents-day");

        public Certificate()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
            using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(CertificateFile, made.ExportCertificatePem());
            File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        }

        public string[] Lines => [$"certfile {CertificateFile}", $"keyfile {KeyFile}", $"user {Environment.UserName}"];

        private string CertificateFile => Path.Combine(_folder.FullName, "certificate.pem");

        private string KeyFile => Path.Combine(_folder.FullName, "key.pem");

        public void Dispose() => _folder.Delete(true);
    }
}
