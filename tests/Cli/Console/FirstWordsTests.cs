using System.Text;
using NanoEvents.Cli.Flash;
using NanoEvents.Cli.Tests.Board.Flash;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>What `flash` hears after it has written: at the other end of a pair of pseudo-terminals is a board's start, the simulated console, or nobody.</summary>
public sealed class FirstWordsTests : IDisposable
{
    private const string Start = "ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\nentry 0x400805e4\r\n";
    private const string Details = "echo 'Connected to:'; echo 'ESP32 (ESP32-D0WD-V3 (revision v3.1))'; echo 'Flash size 4MB x'; echo 'MAC 24:6f:28:0a:b1:c2'";

    private readonly SerialPair _pair = SerialPair.OrSkip();
    private Nanoevents? _device;

    public void Dispose()
    {
        _device?.Dispose();
        _pair.Dispose();
    }

    [Fact]
    public async Task TheConsolesBoardIsNamedWithWhatToDoNext()
    {
        _device = Nanoevents.Start("simulate", "--broker", "mqtt://127.0.0.1:9", "--device", "hall", "--port", _pair.Device);
        await _device.WaitForAsync("Waiting for the broker");

        (int exitCode, _, string[] errors) = await FlashAsync();

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal($"The board answers at {_pair.Pc}: hall, firmware {NanoEvents.Firmware.Boot.FirmwareVersion}. Next: nanoevents configure --port {_pair.Pc}", errors[^1]);
    }

    [Fact]
    public async Task ABoardThatStartsIsSaidWithItsName()
    {
        (int exitCode, _, string[] errors) = await FlashAsync(Start);

        Assert.Equal(0, exitCode);
        Assert.Equal($"The board at {_pair.Pc} has started. It is called nano-0ab1c2, unless it has a device.id. Next: nanoevents broker, then nanoevents configure", errors[^1]);
    }

    [Fact]
    public async Task NothingAtAllIsSaidWithWhatToTry()
    {
        (int exitCode, _, string[] errors) = await FlashAsync();

        Assert.Equal(0, exitCode);
        Assert.StartsWith($"warning  Nothing was heard at {_pair.Pc}: press EN (or RST), and try another cable", errors[^1]);
    }

    [Fact]
    public async Task ABoardThatDoesNotStartIsAFailure()
    {
        (int exitCode, _, string[] errors) = await FlashAsync("rst:0x10 (RTCWDT_RTC_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\ninvalid header: 0xffffffff\r\n");

        Assert.Equal(1, exitCode);
        Assert.Equal($"error  the board at {_pair.Pc} is written and does not start: it finds no program in its flash memory: run this again with --erase", errors[^1]);
    }

    [Fact]
    public async Task AnInterruptEndsTheListening()
    {
        using Nanoevents flash = Started();
        await flash.WaitForAsync("Listening at");

        Finished finished = await flash.InterruptAsync();

        Assert.DoesNotContain(finished.Notices, notice => notice.StartsWith("error", StringComparison.Ordinal) || notice.Contains("Nothing was heard", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Start, null)]
    [InlineData("", null)]
    [InlineData("rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download", "it waits in its boot loader")]
    [InlineData("Brownout detector was triggered", "its supply breaks down")]
    [InlineData("rst:0xf (RTCWDT_BROWN_OUT_RESET),boot:0x13", "its supply breaks down")]
    [InlineData("rst:0x10 (RTCWDT_RTC_RESET)\r\ninvalid header: 0xffffffff", "it finds no program")]
    [InlineData(Start + Start + "rst:0xc (SW_CPU_RESET)", "it restarts again and again (SW_CPU_RESET)")]
    public void ABootLoadersWordsAreUnderstood(string heard, string? trouble)
    {
        string? said = BootWords.Trouble(heard);

        Assert.Equal(trouble == null, said == null);
        Assert.StartsWith(trouble ?? "", said ?? "");
    }

    // The board speaks once somebody listens to it.
    private async Task<Finished> FlashAsync(string words = "")
    {
        using Nanoevents flash = Started();
        if (words.Length > 0)
        {
            await flash.WaitForAsync("Listening at");
            await using FileStream board = NoisyRelay.Open(_pair.Device);
            Assert.True(await board.ReadAsync(new byte[16], TestContext.Current.CancellationToken) > 0);
            board.Write(Encoding.Latin1.GetBytes(words));
            return await flash.EndAsync();
        }

        return await flash.EndAsync();
    }

    private Nanoevents Started()
    {
        string tool = Path.Combine(_pair.Folder, "nanoff");
        File.WriteAllText(tool, $"#!/bin/sh\nif [ \"$*\" = --version ]; then echo nanoff 2.5.162; exit; fi\n{Details}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllBytes(Path.Combine(_pair.Folder, "app.bin"), TestImage.Make(1000));
        string path = $"{_pair.Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return Nanoevents.StartIn(_pair.Folder, ["flash", "--port", _pair.Pc, "--image", "app.bin"], ("PATH", path));
    }
}
