using System.Reflection;
using NanoEvents.Firmware.Tests.Configuration;
using NanoEvents.Firmware.Tests.Store;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Start;

/// <summary>
/// A board with the heap that was measured, which starts as esp32/Program does: 100 kB, of which the interpreter has taken some for the image's types, and
/// the libraries, the threads and the table of settings some more. What the firmware's objects take is counted from the objects themselves.
/// </summary>
internal sealed class ModelBoard : IBoardParts, IConsoleBoard, IConsoleOutput
{
    private const int HeapBytes = 102_400;
    private const int TypeBytes = 29_356;

    // Measured, less the objects counted here: 42,324 bytes were free before the plan, and 12,204 at rest and connected (firmware/esp32/MEASURED.md). These
    // numbers change only with a new measurement: what the firmware grows by has to show.
    private const int EarlyBytes = 17_664;
    private const int LibraryBytes = 32_932;

    // A driver of the thermometer and an open pin are the libraries' objects.
    private const int DriverBytes = 900;
    private const int OpenPinBytes = 200;

    // It is static, and younger than the measurement, in which each object that made checks had a small one.
    private static readonly object _tableOfChecks = typeof(Crc16).GetField("_table", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    private readonly MemoryStore _store = new();
    private readonly HandClock _clock = new();
    private readonly Settings _settings;
    private readonly Boot _boot = new(1, BootCause.Unknown);
    private readonly List<object?> _roots = [];
    private DeviceConsole _console = null!;
    private bool _isStarted;

    public ModelBoard(SettingTexts values, string target = "ESP32_REV3")
    {
        Pins = ChipPins.Of(target);
        Assert.True(new SettingsKeeper(_store).TrySave(values));
        Keeper = new SettingsKeeper(_store);
        _settings = new Settings(Keeper.Running);
        _roots.AddRange([Keeper, _settings, _boot, Faults, _tableOfChecks]);
    }

    public SettingsKeeper Keeper { get; }

    public StartFaults Faults { get; } = new();

    public ChipPins Pins { get; }

    public string Chip => "model";

    public bool IsOnline => false;

    public Device? Device { get; private set; }

    public HashSet<int> Opened { get; } = [];

    public ConsoleChoice? Console { get; private set; }

    public List<string> Lines { get; } = [];

    public int Restarts { get; private set; }

    /// <summary>A board with another heap.</summary>
    public int MoreBytes { get; init; }

    public int OwnBytes => NanoHeap.BytesOf([.. _roots]) + DriversAndPins;

    /// <summary>What is free when everything runs; less than zero where the board could not have come so far.</summary>
    public int RestBytes => HeapBytes + MoreBytes - TypeBytes - LibraryBytes - OwnBytes;

    /// <summary>As much as the plan may count on: most of the libraries' memory is not taken yet.</summary>
    public int FreeBytes => _isStarted ? RestBytes : HeapBytes + MoreBytes - TypeBytes - EarlyBytes - OwnBytes;

    public IPageStorage Pages { get; } = new MemoryPages();

    private int DriversAndPins { get; set; }

    /// <summary>As Program.Main does.</summary>
    public ModelBoard Start()
    {
        Console = new ConsoleChoice(_settings, Pins, Faults);
        _console = new DeviceConsole(_boot, Keeper, new HandWifi(), _clock, this, this, Faults);
        _roots.Add(_console);
        Assert.Equal("ok  motion.pin", Ask("show motion.pin")[^1]);

        DeviceStart start = new(_settings, Pins, this, Faults);
        start.Use(Console.TxPin);
        start.Use(Console.RxPin);
        EventStore? store = start.OpenStore(_boot);
        Device = start.Create(_boot, _clock, new NoLink(), new Backoff(1, 1, 1), 50, store, new Counters());
        _console.Attach(Device);
        start.OpenSensors(_clock);
        Sampler sampler = new(_clock, start.Meters, Device.TemperatureSensors, Device.MeasurementSensors, start.MetersOfMeasurements, start.Pins, Device.PinSensors, 10_000);
        sampler.Start(0);
        _roots.AddRange([Device, store, sampler]);
        _isStarted = true;
        return this;
    }

    public string[] Ask(string line)
    {
        Lines.Clear();
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(line + "\n");
        _console.Feed(bytes, bytes.Length);
        return [.. Lines];
    }

    public IMotionPin OpenPin(int pin, bool isPulledUp)
    {
        Assert.Null(Pins.Refusal(pin, false));
        Assert.True(Opened.Add(pin), $"pin {pin} is opened twice");
        DriversAndPins += OpenPinBytes;
        return new HandPin();
    }

    public II2cBus OpenBus(int sdaPin, int sclPin)
    {
        Assert.True(Opened.Add(sdaPin) && Opened.Add(sclPin));
        return null!;
    }

    public IMeter OpenMeter(int address)
    {
        DriversAndPins += DriverBytes;
        return new NoMeter();
    }

    public void WriteLine(string line) => Lines.Add(line);

    public void Write(byte[] bytes)
    {
    }

    public bool TryReach(string host, int port) => false;

    public void Restart() => Restarts++;
}
