using System.Diagnostics;
using System.Text;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>Improv against `simulate --console`, over a pair of pseudo-terminals: from the bytes on the port to the settings that apply.</summary>
public sealed class ImprovTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly SerialPair _pair = SerialPair.OrSkip();
    private readonly StringBuilder _received = new();
    private Nanoevents? _device;
    private FileStream? _port;

    private string Store => Path.Combine(_pair.Folder, "settings");

    public void Dispose()
    {
        _device?.Dispose();
        _port?.Dispose();
        _pair.Dispose();
    }

    [Fact]
    public async Task AWifiIsSavedAndAfterTheRestartTheDeviceTellsThatItHasJoined()
    {
        await StartAsync();

        // The example of the specification.
        Send("494D50524F56010320011E0C4D79576972656C6573734150106D7973656375726570617373776F7264C10A");

        UntilReceived("494D50524F5601010103E3");
        await _device!.WaitForAsync("the device restarts");
        UntilReceived("494D50524F5601010104E4");
        UntilReceived("494D50524F560104020100E5");
        string saved = string.Concat(Directory.EnumerateFiles(Store).Select(File.ReadAllText));
        Assert.Contains("wifi.ssid=MyWirelessAP\nwifi.password=mysecurepassword\n", saved, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString("mysecure"u8), _received.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_device.Notices.Concat(_device.Lines), line => line.Contains("mysecure", StringComparison.Ordinal));

        Type("show wifi.ssid\r\n");
        UntilReceived(Convert.ToHexString("  wifi.ssid = MyWirelessAP\r\n"u8));
    }

    [Fact]
    public async Task PacketsThatAreTornLeaveTheConsoleAndTheSettingsAsTheyWere()
    {
        await StartAsync();
        Send("494D50524F56010320011E0C4D7957");
        Type("\r\n");
        UntilReceived("494D50524F5601020101E2");

        Send("494D50524F56010320011E0C4D79576972656C6573734150106D7973656375726570617373776F7264C20A");
        Type("show motion.pin\r\n");

        UntilReceived(Convert.ToHexString("ok  motion.pin\r\n"u8));
        Assert.DoesNotContain(Directory.EnumerateFiles(Store), file => new FileInfo(file).Length != 0);
    }

    private async Task StartAsync()
    {
        _device = Nanoevents.Start("simulate", "--broker", "mqtt://127.0.0.1:9", "--device", "hall", "--console", _pair.Device, "--settings", Store);
        await _device.WaitForAsync("Waiting for the broker");
        _port = NoisyRelay.Open(_pair.Pc);
        new Thread(Receive) { IsBackground = true }.Start();
    }

    private void Send(string packet) => _port!.Write(Convert.FromHexString(packet));

    private void Type(string text) => _port!.Write(Encoding.UTF8.GetBytes(text));

    private void UntilReceived(string bytes)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Received().Contains(bytes, StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < _limit, $"{bytes} does not come, but {Received()}");
            Thread.Sleep(10);
        }
    }

    private string Received()
    {
        lock (_received)
        {
            return _received.ToString();
        }
    }

    private void Receive()
    {
        byte[] buffer = new byte[256];
        try
        {
            for (int count = _port!.Read(buffer); count > 0; count = _port.Read(buffer))
            {
                lock (_received)
                {
                    _received.Append(Convert.ToHexString(buffer.AsSpan(0, count)));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The lead is pulled: the test is over.
        }
    }
}
