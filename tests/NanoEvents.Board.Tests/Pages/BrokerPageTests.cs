using System.Diagnostics;
using System.Net.Sockets;

namespace NanoEvents.Board.Tests.Pages;

/// <summary>docs/broker.md: its Mosquitto, set up with the page's own commands and files, on loopback.</summary>
public sealed class BrokerPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents").FullName;
    private readonly int _port = Cli.FreePort();

    private string Authority => Path.Combine(_folder, "certs/ca.crt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task MosquittoWithThePagesFilesKeepsDevicesApartAndListenersOut()
    {
        string? mosquitto = Find("mosquitto");
        Assert.SkipWhen(mosquitto == null || Find("mosquitto_passwd") == null || Find("openssl") == null, "Mosquitto or openssl is not installed: apt-get install mosquitto openssl");
        await SetUpAsync();
        using Process broker = Process.Start(new ProcessStartInfo(mosquitto, ["-c", Path.Combine(_folder, "nanoevents.conf")]) { RedirectStandardError = true })!;
        try
        {
            await WaitForPortAsync();
            await using Cli watch = Start("watch", "reader:r-secret", "--json");
            await watch.LineAsync(line => line.Contains("onnected", StringComparison.Ordinal));

            // The same user under another device's name: Mosquitto takes what it says and passes nothing on.
            await RunAsync("simulate", "hall:h-secret", "--device", "porch", "--trace", Repository.PathOf("docs/first-event.csv"), "--speed", "max");
            await RunAsync("simulate", "hall:h-secret", "--device", "hall", "--trace", Repository.PathOf("docs/first-event.csv"), "--speed", "max");
            await watch.LineAsync(line => line.Contains("\"sequence\":4", StringComparison.Ordinal));

            Assert.All(watch.Lines, line => Assert.Contains("\"device\":\"hall\"", line));
            (int reader, string[] read) = await DoctorAsync("reader:r-secret");
            Assert.Equal(0, reader);
            Assert.Contains(read, line => line.StartsWith("warning  round trip: this user may not write", StringComparison.Ordinal));
            (int stranger, string[] refused) = await DoctorAsync("reader:h-secret");
            Assert.Equal(1, stranger);
            Assert.Contains(refused, line => line.Contains("refuses this user and password", StringComparison.Ordinal));
        }
        finally
        {
            broker.Kill();
            await broker.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    // The page's paths, name and port become ones that a test may use; everything else stays.
    private async Task SetUpAsync()
    {
        Page page = Page.Read("docs/broker.md");
        Directory.CreateDirectory(Path.Combine(_folder, "certs"));
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        string configuration = Moved(page.TextOf("conf")).Replace("\nlistener 8883\n", $"\nlistener {_port} 127.0.0.1\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder, "nanoevents.conf"), configuration + $"user {Environment.UserName}\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "nanoevents.acl"), page.TextOf("acl"));
        ProcessStartInfo start = new("sh", ["-e", "-c", Moved(page.TextOf("sh"))]) { RedirectStandardError = true };
        start.Environment["HALL_PASSWORD"] = "h-secret";
        start.Environment["READER_PASSWORD"] = "r-secret";
        using Process setUp = Process.Start(start)!;
        string errors = await setUp.StandardError.ReadToEndAsync();
        await setUp.WaitForExitAsync();
        Assert.True(setUp.ExitCode == 0, errors);
    }

    private string Moved(string text) => text
        .Replace("/etc/mosquitto", _folder, StringComparison.Ordinal)
        .Replace("/var/lib/mosquitto/", $"{_folder}/data/", StringComparison.Ordinal)
        .Replace("broker.home", "localhost", StringComparison.Ordinal);

    private async Task WaitForPortAsync()
    {
        for (int i = 0; i < 100; i++)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync("127.0.0.1", _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        Assert.Fail("Mosquitto has not begun to listen");
    }

    private Cli Start(string verb, string user, params string[] more) =>
        Cli.Start([verb, "--broker", $"mqtts://{user}@localhost:{_port}", "--ca", Authority, .. more]);

    private async Task RunAsync(string verb, string user, params string[] more)
    {
        await using Cli cli = Start(verb, user, more);
        Assert.True(await cli.WaitAsync() == 0, string.Join('\n', cli.Errors));
    }

    private async Task<(int ExitCode, string[] Lines)> DoctorAsync(string user)
    {
        await using Cli cli = Start("doctor", user, "--wait", "1");
        return (await cli.WaitAsync(), cli.Lines);
    }
}
