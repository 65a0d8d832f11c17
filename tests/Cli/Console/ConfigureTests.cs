using System.IO.Ports;
using System.Text;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>`configure` against `simulate --console`, over a pair of pseudo-terminals.</summary>
public sealed class ConfigureTests : IDisposable
{
    // Nobody listens there: the console works without a broker.
    private const string NoBroker = "mqtt://127.0.0.1:9";

    private readonly SerialPair _pair = SerialPair.OrSkip();
    private Nanoevents? _device;

    private string Through => $"The device's console answers at {_pair.Pc}: the settings change through it.";

    private string Store => Path.Combine(_pair.Folder, "settings");

    public void Dispose()
    {
        _device?.Dispose();
        _pair.Dispose();
    }

    [Fact]
    public async Task WhatIsSetIsSavedAppliesAfterTheRestartAndIsShown()
    {
        await StartDeviceAsync();

        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("--set", "motion.pin=26, 25", "--set", "temperature.high=27.5", "--set", "motion.names=hall,küche", "--set", "broker.password=geheim", "--show");

        Assert.Equal(0, exitCode);
        Assert.Equal(["motion.pin = 26,25", "motion.names = hall,küche", "temperature.high = 27.50 °C", "broker.password = (set)"], lines[..4]);
        Assert.Contains("motion.debounce = 50 ms (default)", lines[4..]);
        Assert.Contains("motion.names = hall,küche", lines[4..]);
        Assert.Equal("The device has restarted.", errors[^1]);
        await _device!.WaitForAsync("the device restarts");
        Assert.DoesNotContain(lines.Concat(errors).Concat(_device.Notices), line => line.Contains("geheim", StringComparison.Ordinal));
        // How long the ring lasts follows from the rate, which moves on.
        Assert.Equal(lines[4..].Where(IsFixed), (await ConfigureAsync("--show")).Lines.Where(IsFixed));
        Assert.Equal([Through, "The device has these settings already."], (await ConfigureAsync("--set", "motion.pin=26,25")).Notices);
    }

    [Fact]
    public async Task SettingsOutliveTheDevice()
    {
        await StartDeviceAsync();
        Assert.Equal(0, (await ConfigureAsync("--set", "motion.debounce=80")).ExitCode);
        _device!.Dispose();

        await StartDeviceAsync();

        Assert.Contains("motion.debounce = 80 ms", (await ConfigureAsync("--show")).Lines);
    }

    [Fact]
    public async Task AFileOfSettingsIsSetAndALaterOptionCounts()
    {
        await StartDeviceAsync();
        string file = Path.Combine(_pair.Folder, "hall.txt");
        File.WriteAllText(file, "# the hall\n\nmotion.debounce = 80\npublish.linger=9\n");

        (int exitCode, string[] lines, _) = await ConfigureAsync("--file", file, "--set", "publish.linger=7");

        Assert.Equal(0, exitCode);
        Assert.Equal(["motion.debounce = 80 ms", "publish.linger = 7 s"], lines);
    }

    [Theory]
    [InlineData("motion.pin=77", "error  --set: motion.pin must be 0 to 48; several are separated by commas")]
    [InlineData("motion.pinn=7", "error  --set: there is no setting motion.pinn: did you mean motion.pin?")]
    [InlineData("motion.pin", "error  --set must be name=value")]
    [InlineData("=5", "error  --set must be name=value")]
    [InlineData("broker.ca=ca.pem", "error  broker.ca is for TLS: add broker.tls=on")]
    public async Task AWrongValueIsSaidBeforeAnythingIsSent(string pair, string error)
    {
        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("--set", "motion.debounce=80", "--set", pair);

        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Equal([error], errors);
    }

    [Fact]
    public async Task WhatTheDeviceDoesNotTakeLeavesNothingBehind()
    {
        await StartDeviceAsync();

        // The table allows it, the pins of this chip do not.
        (int exitCode, _, string[] errors) = await ConfigureAsync("--set", "motion.debounce=80", "--set", "i2c.sda=45");

        Assert.Equal(1, exitCode);
        Assert.Equal([Through, "error  i2c.sda must be 0 to 39; nothing was saved"], errors);
        Assert.Contains("motion.debounce = 50 ms (default)", (await ConfigureAsync("--show")).Lines);
    }

    [Fact]
    public async Task WhatSomebodyHasLeftUnsavedIsNotSavedWithIt()
    {
        await StartDeviceAsync();
        Type("set publish.linger 99\r\n");

        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("--set", "motion.debounce=80");

        Assert.Equal(0, exitCode);
        Assert.Equal(["motion.debounce = 80 ms"], lines);
        Assert.Contains("warning  1 change given up: somebody had set and not saved them.", errors);
    }

    [Theory]
    [InlineData("half a line")]
    [InlineData("100 kB without a newline")]
    [InlineData("random bytes")]
    public async Task WhateverWasOnTheLineBeforeItStillWorks(string before)
    {
        await StartDeviceAsync();
        byte[] noise = new byte[100_000];
        new Random(4).NextBytes(noise);
        Type(before switch
        {
            "half a line" => "set motion.debounce 9"u8.ToArray(),
            "random bytes" => noise,
            _ => Encoding.ASCII.GetBytes(new string('x', 100_000)),
        });

        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("--set", "motion.debounce=80");

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal(["motion.debounce = 80 ms"], lines);
    }

    [Fact]
    public async Task OverANoisyLineEveryValueArrivesWhole()
    {
        using SerialPair far = SerialPair.OrSkip();
        await StartDeviceAsync();
        using NoisyRelay relay = new(_pair.Pc, far.Device, 300);
        string password = string.Concat(Enumerable.Repeat("correct-horse-", 8));

        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync([
            "configure", "--port", far.Pc, "--set", $"broker.password={password}", "--set", "motion.names=hall,kitchen", "--set", "motion.pin=4,5", "--set", "device.id=hall-7"]);

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.True(relay.Damaged > 0);
        string saved = string.Concat(Directory.EnumerateFiles(Store).Select(File.ReadAllText));
        Assert.Contains($"device.id=hall-7\nmotion.pin=4,5\nmotion.names=hall,kitchen\nbroker.password={password}\n", saved, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongBaudRateIsSaid()
    {
        using FileStream garbage = NoisyRelay.Open(_pair.Device);
        new Thread(() => Pour(garbage)) { IsBackground = true }.Start();

        (int exitCode, _, string[] errors) = await ConfigureAsync("--show");

        Assert.Equal(1, exitCode);
        Assert.Equal([$"error  --show asks the device's console, and none answers at {_pair.Pc}: what comes from {_pair.Pc} is not text: is console.baud 115200? --baud N says another one"], errors);
    }

    [Fact]
    public async Task NobodyAtTheOtherEndIsSaidWithWhatToCheck()
    {
        (int exitCode, _, string[] errors) = await ConfigureAsync("--show");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error  --show asks the device's console, and none answers at {_pair.Pc}: nothing answers at {_pair.Pc}: check the lead, that TX goes to RX and RX to TX", Assert.Single(errors));
    }

    [Fact]
    public async Task NoSuchPortIsSaid()
    {
        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync(["configure", "--port", "/dev/there-is-none", "--show"]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error  no serial port /dev/there-is-none; there ", Assert.Single(errors));
    }

    [Fact]
    public async Task ALeadThatIsPulledMidwaySavesNothing()
    {
        await StartDeviceAsync();
        Type("\r\n");
        string[] many = [.. Enumerable.Range(0, 200).SelectMany(i => new[] { "--set", $"motion.debounce={i}" }), "--set", "publish.linger=9"];
        using SerialPair far = SerialPair.OrSkip();
        using FileStream device = NoisyRelay.Open(_pair.Pc);
        using FileStream pc = NoisyRelay.Open(far.Device);
        using Nanoevents configure = Nanoevents.Start(["configure", "--port", far.Pc, .. many]);

        // Everything goes through until the first value is on its way.
        RelayUntil(pc, device, "set ");
        far.Pull();

        Finished finished = await configure.EndAsync();
        Assert.Equal(1, finished.ExitCode);
        Assert.Equal([$"The device's console answers at {far.Pc}: the settings change through it.", $"error  {far.Pc} is gone: is the lead still plugged in? Nothing was saved, the device has the settings that it had"], finished.Notices);
        Assert.Empty(finished.Lines);
        device.Dispose();
        Assert.DoesNotContain(Directory.EnumerateFiles(Store), file => new FileInfo(file).Length != 0);
        Assert.Contains("motion.debounce = 50 ms (default)", (await ConfigureAsync("--set", "publish.linger=8", "--show")).Lines);
    }

    [Fact]
    public async Task TheDeviceGoesOnWhereItsLeadIsPulledAndPluggedIn()
    {
        await StartDeviceAsync();
        _pair.Pull();
        await _device!.WaitForAsync("is gone; the console waits");

        _pair.Plug();

        Assert.Equal(0, (await ConfigureAsync("--set", "motion.debounce=80")).ExitCode);
    }

    private async Task StartDeviceAsync()
    {
        _device = Nanoevents.Start("simulate", "--broker", NoBroker, "--device", "hall", "--console", _pair.Device, "--settings", Store);
        await _device.WaitForAsync("Waiting for the broker");
    }

    private Task<Finished> ConfigureAsync(params string[] arguments) => Nanoevents.RunAsync(["configure", "--port", _pair.Pc, .. arguments]);

    private void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    // Somebody at a terminal program takes the answers away: socat stands still, both ways, in front of an end from which nobody reads.
    private void Type(byte[] bytes)
    {
        using SerialPort terminal = new(_pair.Pc);
        terminal.Open();
        foreach (byte[] piece in bytes.Chunk(256))
        {
            terminal.Write(piece, 0, piece.Length);
            terminal.DiscardInBuffer();
        }
    }

    // Until the lead is pulled.
    private static void Pour(FileStream garbage)
    {
        byte[] bytes = new byte[64];
        try
        {
            while (true)
            {
                Random.Shared.NextBytes(bytes);
                garbage.Write(bytes);
                Thread.Sleep(20);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static void RelayUntil(FileStream pc, FileStream device, string text)
    {
        Thread back = new(() =>
        {
            byte[] answers = new byte[256];
            try
            {
                for (int count = device.Read(answers); count > 0; count = device.Read(answers))
                {
                    pc.Write(answers.AsSpan(0, count));
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The lead is pulled.
            }
        })
        { IsBackground = true };
        back.Start();
        byte[] buffer = new byte[256];
        StringBuilder sent = new();
        while (!sent.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = pc.Read(buffer);
            sent.Append(Encoding.UTF8.GetString(buffer, 0, count));
            device.Write(buffer.AsSpan(0, count));
        }
    }

    private static bool IsFixed(string line) => !line.StartsWith("ring.capacity", StringComparison.Ordinal);
}
