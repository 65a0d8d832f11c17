using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Pages;

/// <summary>docs/broker.md: its Mosquitto, set up with the page's own command, on loopback.</summary>
public sealed class BrokerPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents").FullName;
    private readonly int _port = Ports.Free();
    private readonly int _devicePort = Ports.Free();

    private string Authority => Path.Combine(_folder, "reader/ca.crt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ThePageShowsTheFilesThatTheCommandWrites()
    {
        Page page = Page.Read("docs/broker.md");

        Assert.Equal(MosquittoFolder.Configuration("/etc/mosquitto/nanoevents"), page.TextOf("conf"));
        Assert.Equal(MosquittoFolder.AccessList([new("hall", Role.Device), new("reader", Role.Reader)]), page.TextOf("acl"));
    }

    [Fact]
    public async Task MosquittoWithThePagesFilesKeepsDevicesApartAndListenersOut()
    {
        Mosquitto.SkipWhereAbsent();
        await using Mosquitto broker = await Mosquitto.StartAsync(await SetUpAsync(), _port, _devicePort);
        using Nanoevents watch = Start("watch", "reader", "--json");
        await watch.LineAsync(line => line.Contains("onnected", StringComparison.Ordinal));

        // The same user under another device's name: with MQTT 5, Mosquitto says that it refuses that.
        using (Nanoevents porch = Start("simulate", "hall", "--device", "porch", "--trace", Repository.PathOf("docs/first-event.csv"), "--speed", "max"))
        {
            Assert.Equal(1, (await porch.EndAsync()).ExitCode);
            Assert.Contains(porch.Notices, line => line.Contains("does not take nanoevents/porch/status from user hall", StringComparison.Ordinal));
        }

        await RunAsync("hall", "--device", "hall", "--trace", Repository.PathOf("docs/first-event.csv"), "--speed", "max");
        await watch.LineAsync(line => line.Contains("\"sequence\":4", StringComparison.Ordinal));

        Assert.All(watch.Lines, line => Assert.Contains("\"device\":\"hall\"", line));
        (int reader, string[] read, _) = await DoctorAsync("reader", PasswordOf("reader"));
        Assert.Equal(0, reader);
        Assert.Contains(read, line => line.StartsWith("warning  round trip: this user may not write", StringComparison.Ordinal));
        (int stranger, string[] refused, _) = await DoctorAsync("reader", PasswordOf("hall"));
        Assert.Equal(1, stranger);
        Assert.Contains(refused, line => line.Contains("refuses this user and password", StringComparison.Ordinal));
    }

    // The page's command; its name and port become ones that a test may use, and everything else stays.
    private async Task<string> SetUpAsync()
    {
        string command = Page.Read("docs/broker.md").TextOf("sh").Split('\n')[0];
        string[] arguments = command.Replace("broker.home", "localhost", StringComparison.Ordinal).Split(' ')[1..];
        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync([.. arguments, "--out", _folder, "--broker-folder", Path.Combine(_folder, "broker")]);
        Assert.True(exitCode == 0, string.Join('\n', errors));
        string configuration = (await File.ReadAllTextAsync(Path.Combine(_folder, "broker/nanoevents.conf")))
            .Replace($"listener {MosquittoFolder.PasswordPort}\n", $"listener {_port} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace($"listener {MosquittoFolder.CertificatePort}\n", $"listener {Ports.Free()} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace($"listener {MosquittoFolder.DevicePasswordPort}\n", $"listener {_devicePort} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace($"listener {MosquittoFolder.DeviceCertificatePort}\n", $"listener {Ports.Free()} 127.0.0.1\n", StringComparison.Ordinal);

        // As Debian's own file has it, which takes the page's in.
        string own = Path.Combine(_folder, "mosquitto.conf");
        string extra = Directory.CreateDirectory(Path.Combine(_folder, "conf.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(extra, "nanoevents.conf"), configuration);
        await File.WriteAllTextAsync(own, $"persistence true\npersistence_location {_folder}/\nuser {Environment.UserName}\ninclude_dir {extra}\n");
        return own;
    }

    private string PasswordOf(string user) => File.ReadLines(Path.Combine(_folder, user, "password")).First();

    private Nanoevents Start(string verb, string user, params string[] more) =>
        Nanoevents.Start([verb, "--broker", $"mqtts://{user}:{PasswordOf(user)}@localhost:{(verb == "simulate" ? _devicePort : _port)}", "--ca", Authority, .. more]);

    private async Task RunAsync(string user, params string[] more)
    {
        using Nanoevents cli = Start("simulate", user, more);
        Assert.True((await cli.EndAsync()).ExitCode == 0, string.Join('\n', cli.Notices));
    }

    private async Task<Finished> DoctorAsync(string user, string password)
    {
        using Nanoevents cli = Nanoevents.Start(["doctor", "--broker", $"mqtts://{user}:{password}@localhost:{_port}", "--ca", Authority, "--wait", "1"]);
        return await cli.EndAsync();
    }
}
