using System.Text;
using NanoEvents.Firmware.Tests.Configuration;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Consoles;

/// <summary>A device with a console, by hand: what is written to it, what it answers.</summary>
internal sealed class ConsoleBench : IConsoleOutput, IConsoleBoard
{
    private DeviceConsole _console = null!;

    public ConsoleBench() => Start();

    public MemoryStore Store { get; } = new();

    public HandWifi Wifi { get; } = new();

    public HandClock Clock { get; } = new();

    public SettingsKeeper Keeper { get; private set; } = null!;

    public Device Device { get; private set; } = null!;

    /// <summary>Everything that was answered.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Every packet that was written.</summary>
    public List<byte[]> Packets { get; } = [];

    public List<string> Reached { get; } = [];

    public bool IsReachable { get; set; } = true;

    public int Restarts { get; private set; }

    public ChipPins Pins { get; set; } = ChipPins.Of("ESP32_REV3");

    public string Chip => "ESP32_REV3";

    public bool IsOnline { get; set; }

    public int FreeBytes { get; set; } = 54321;

    public StartFaults Faults { get; } = new();

    /// <summary>The device starts, with what is saved.</summary>
    public void Start()
    {
        Keeper = new SettingsKeeper(Store);
        Boot boot = new(77, BootCause.Unknown);
        Device = new Device(new Settings(Keeper.Running), boot, 2, 1, Clock, Clock, new NoLink(), new Backoff(1, 1, 1), 0);
        _console = new DeviceConsole(boot, Keeper, Wifi, Clock, this, this, Faults);
        _console.Attach(Device);
    }

    /// <summary>Sends a line; what comes back.</summary>
    public string[] Ask(string line)
    {
        Lines.Clear();
        Send(Encoding.UTF8.GetBytes(line + "\r\n"));
        return [.. Lines];
    }

    /// <summary>Sends a line that is answered with one.</summary>
    public string Answer(string line) => Assert.Single(Ask(line));

    public string Checked(string line) => $"*{Crc16.Compute(Encoding.UTF8.GetBytes(line), Encoding.UTF8.GetByteCount(line)):X4} {line}";

    public void Send(byte[] bytes) => _console.Feed(bytes, bytes.Length);

    public void WriteLine(string line) => Lines.Add(line);

    public void Write(byte[] bytes) => Packets.Add(bytes);

    public bool TryReach(string host, int port)
    {
        Reached.Add($"{host}:{port}");
        return IsReachable;
    }

    public void Restart() => Restarts++;
}
