using System.Text;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>`doctor --port`: at the other end of a pair of pseudo-terminals is the simulated console, nanoCLR's own protocol, or nobody.</summary>
public sealed class DoctorPortTests : IDisposable
{
    private readonly SerialPair _pair = SerialPair.OrSkip();
    private Nanoevents? _device;

    public void Dispose()
    {
        _device?.Dispose();
        _pair.Dispose();
    }

    [Fact]
    public async Task TheConsolesBoardIsNamedAndAsked()
    {
        _device = Nanoevents.Start("simulate", "--broker", "mqtt://127.0.0.1:9", "--device", "hall", "--port", _pair.Device);
        await _device.WaitForAsync("Waiting for the broker");

        (int exitCode, string[] lines, _) = await DoctorAsync(_pair.Pc);

        Assert.Equal(1, exitCode);
        Assert.Contains(lines, line => line.StartsWith($"ok       board: hall answers at {_pair.Pc}, firmware {NanoEvents.Firmware.Boot.FirmwareVersion}, boot ", StringComparison.Ordinal));
        Assert.Contains("warning  connection: hall is not connected to its broker -> if the broker answers in the next line, check broker.user and broker.password", lines);
        Assert.StartsWith("error    test: broker 127.0.0.1:9 does not answer -> ", lines[^1]);
    }

    [Theory]
    [InlineData("", "nothing answers at ")]
    [InlineData("NFPKTV1\0\u0001\u0002\u0003\u0004", "what comes from ")]
    public async Task APortWithoutAConsoleMayBeTheUsbCables(string words, string why)
    {
        using Nanoevents doctor = Nanoevents.Start("doctor", "--port", _pair.Pc);
        await using FileStream board = NoisyRelay.Open(_pair.Device);
        Assert.True(await board.ReadAsync(new byte[16], TestContext.Current.CancellationToken) > 0);
        board.Write(Encoding.Latin1.GetBytes(words));

        (int exitCode, string[] lines, _) = await doctor.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.StartsWith($"warning  board: no console at {_pair.Pc} -> nothing to do if this is the USB cable, which has none; for the console's lead: {why}{_pair.Pc}", lines[^1]);
    }

    [Fact]
    public async Task APortThatIsNotThereIsAnError()
    {
        (int exitCode, string[] lines, _) = await DoctorAsync("/dev/ttyUSB99");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error    board: no serial port /dev/ttyUSB99; ", lines[^1]);
        Assert.Contains(" -> plug the board in", lines[^1]);
    }

    private static async Task<Finished> DoctorAsync(string port) => await Nanoevents.RunAsync(["doctor", "--port", port]);
}
