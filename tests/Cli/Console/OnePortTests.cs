using System.Text;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>
/// `configure --port` with either cable: what answers at the port decides. One end of a pair of pseudo-terminals is the port; at the other one are the
/// simulated console, a board's other words, or nobody. nanoff is one of our own that writes down what it is asked.
/// </summary>
public sealed class OnePortTests : IDisposable
{
    private readonly SerialPair _pair = SerialPair.OrSkip();
    private Nanoevents? _device;

    private string Through => $"The device's console answers at {_pair.Pc}: the settings change through it.";

    public void Dispose()
    {
        _device?.Dispose();
        _pair.Dispose();
    }

    // The words of a chip's boot loader, and of nanoCLR's own protocol at another speed.
    [Theory]
    [InlineData("")]
    [InlineData("ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n")]
    [InlineData("NFPKTV1\0\u0001\u0002\u0003\u0004")]
    public async Task WhereNoConsoleAnswersTheChangeGoesThroughNanoff(string words)
    {
        using FileStream board = NoisyRelay.Open(_pair.Device);
        board.Write(Encoding.Latin1.GetBytes(words));

        (int exitCode, _, string[] errors) = await ConfigureAsync("", "--set", "wifi.password=correct-horse", "--set", "motion.debounce=80");

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal($"No console answers at {_pair.Pc}: the change goes over the USB cable, with nanoff. Settings that are not given stay as they are.", errors[0]);
        string asked = Assert.Single(Asked());
        Assert.StartsWith($"--serialport {_pair.Pc} --filedeployment ", asked);
        Assert.DoesNotContain("correct-horse", string.Join('\n', errors));
    }

    [Fact]
    public async Task WhereNeitherAnswersBothAreSaid()
    {
        (int exitCode, _, string[] errors) = await ConfigureAsync("exit 160", "--reset");

        Assert.Equal(1, exitCode);
        Assert.EndsWith("Settings that are not given get their defaults.", errors[0]);
        Assert.StartsWith("error  nanoff ended with E4000: the board does not answer", errors[^1]);
        Assert.Contains($". If {_pair.Pc} is the console's lead: nothing answers at {_pair.Pc}: check the lead", errors[^1]);
    }

    [Fact]
    public async Task AResetGoesThroughTheConsoleAndLeavesTheWifi()
    {
        await StartDeviceAsync();
        Assert.Equal(0, (await ConfigureAsync("exit 1", "--set", "motion.debounce=80", "--set", "motion.names=hall", "--set", "publish.linger=9")).ExitCode);

        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("exit 1", "--reset", "--set", "publish.linger=7");

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal(["motion.debounce = 50 ms (default)", "motion.names = (not set) (default)", "publish.linger = 7 s"], lines.Order());
        Assert.Equal(Through, errors[0]);
        Assert.Empty(Asked());
    }

    [Fact]
    public async Task ADryRunAtAConsoleShowsTheCommandsAndChangesNothing()
    {
        await StartDeviceAsync();

        Finished dry = (await ConfigureAsync("exit 1", "--dry-run", "--set", "motion.debounce=80", "--set", "broker.password=geheim")).AssertDone();
        Finished reset = (await ConfigureAsync("exit 1", "--dry-run", "--reset", "--set", "motion.debounce=80")).AssertDone();

        Assert.Equal(["set motion.debounce 80", "set broker.password ***", "save", "restart"], dry.Lines);
        Assert.Equal([$"The device's console answers at {_pair.Pc}."], dry.Notices);
        Assert.Contains("unset publish.linger", reset.Lines);
        Assert.DoesNotContain("unset wifi.ssid", reset.Lines);
        Assert.DoesNotContain("unset motion.debounce", reset.Lines);
        Assert.Contains("motion.debounce = 50 ms (default)", (await ConfigureAsync("exit 1", "--show")).Lines);
    }

    [Fact]
    public async Task ADryRunAtTheUsbCableShowsTheFile()
    {
        Finished dry = (await ConfigureAsync("exit 1", "--dry-run", "--set", "motion.debounce=80")).AssertDone();

        Assert.Equal(["change", "  motion.debounce=80", "  (other settings stay)"], dry.Lines[..3]);
        Assert.Equal($"nanoff --serialport {_pair.Pc} --filedeployment files.json", dry.Lines[^1]);
        Assert.Empty(Asked());
    }

    [Fact]
    public async Task ACertificateAtTheConsoleIsRefusedBeforeAnythingChanges()
    {
        await StartDeviceAsync();
        string certificate = Path.Combine(_pair.Folder, "ca.pem");
        await File.WriteAllTextAsync(certificate, TestCertificate.Pem(), TestContext.Current.CancellationToken);

        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("exit 1", "--set", "broker.tls=on", "--set", $"broker.ca={certificate}");

        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Equal([$"error  broker.ca can only be sent over the USB cable, and at {_pair.Pc} is the device's console: give the USB cable's port with --port"], errors);
        Assert.Contains("broker.tls = off (default)", (await ConfigureAsync("exit 1", "--show")).Lines);
    }

    [Theory]
    [InlineData(1, "there is nothing to set: give --set name=value, --broker URL, --file FILE, --reset or --show")]
    [InlineData(1, "there is no setting motion.pinn", "--set", "motion.pinn=4")]
    [InlineData(2, "--baud must be a whole number from 1200 to 921600, not '5'", "--baud", "5", "--show")]
    [InlineData(2, "configure does not take an option", "--usb", "/dev/ttyUSB0", "--show")]
    public async Task WrongInputIsOneLine(int expected, string text, params string[] arguments)
    {
        (int exitCode, string[] lines, string[] errors) = await ConfigureAsync("exit 1", arguments);

        Assert.Equal(expected, exitCode);
        Assert.Empty(lines);
        Assert.Contains(text, Assert.Single(errors));
        Assert.Empty(Asked());
    }

    [Fact]
    public async Task AnInterruptWhileThePortIsAskedEndsItAtOnce()
    {
        using Nanoevents configure = Nanoevents.Start("configure", "--port", _pair.Pc, "--set", "motion.debounce=80");
        using FileStream board = NoisyRelay.Open(_pair.Device);
        Assert.True(await board.ReadAsync(new byte[16], TestContext.Current.CancellationToken) > 0);

        Finished finished = await configure.InterruptAsync();

        Assert.DoesNotContain(finished.Notices, notice => notice.StartsWith("error", StringComparison.Ordinal));
    }

    private async Task StartDeviceAsync()
    {
        _device = Nanoevents.Start("simulate", "--broker", "mqtt://127.0.0.1:9", "--device", "hall", "--console", _pair.Device, "--settings", Path.Combine(_pair.Folder, "settings"));
        await _device.WaitForAsync("Waiting for the broker");
    }

    private Task<Finished> ConfigureAsync(string nanoff, params string[] arguments)
    {
        string tool = Path.Combine(_pair.Folder, "nanoff");
        File.WriteAllText(tool, $"#!/bin/sh\nif [ \"$*\" = --version ]; then echo nanoff 2.5.162; exit; fi\necho \"$*\" >>'{tool}.asked'\n{nanoff}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string path = $"{_pair.Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return Nanoevents.RunInAsync(_pair.Folder, ["configure", "--port", _pair.Pc, .. arguments], ("PATH", path));
    }

    private string[] Asked()
    {
        string asked = Path.Combine(_pair.Folder, "nanoff.asked");
        return File.Exists(asked) ? File.ReadAllLines(asked) : [];
    }
}
