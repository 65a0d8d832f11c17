using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Faults.Tests;

/// <summary>The console of a device without a board.</summary>
internal sealed class ConsoleBench : IConsoleBoard, IConsoleOutput, IWifiStore, ISettingsStore, ILink
{
    private readonly byte[]?[] _files = new byte[SettingsSlot.Count][];

    public ConsoleBench()
    {
        SteppedClock clock = new();
        Boot boot = new(1, BootCause.Unknown);
        Device device = new(new Settings(), boot, 1, 1, clock, clock, this, new Firmware.Backoff(1, 1, 0), 50);
        Console = new DeviceConsole(boot, new SettingsKeeper(this), this, clock, this, this, new StartFaults());
        Console.Attach(device);
    }

    public DeviceConsole Console { get; }

    public List<string> Lines { get; } = [];

    public List<byte[]> Packets { get; } = [];

    public ChipPins Pins { get; } = ChipPins.Of("ESP32_REV3");

    public string Chip => "test";

    public bool IsOnline => false;

    public int FreeBytes => 0;

    public string Ssid => "";

    public bool HasPassword => false;

    public bool TryReach(string host, int port) => false;

    public void Restart()
    {
    }

    public void WriteLine(string line) => Lines.Add(line);

    public void Write(byte[] bytes) => Packets.Add(bytes);

    public bool TryKeep(string ssid, string password) => true;

    public byte[] Read(int slot) => _files[slot]!;

    public bool TryWrite(int slot, byte[] bytes)
    {
        _files[slot] = bytes;
        return true;
    }

    public bool TryDelete(int slot)
    {
        _files[slot] = null;
        return true;
    }

    public bool TryOpen(ILinkListener listener) => false;

    public bool TrySend(int topic, byte[] buffer, int length, int token) => false;

    public void Abort()
    {
    }
}
