using System.Text;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Device.Tests
{
    /// <summary>A board with a console and storage, all in memory.</summary>
    internal sealed class TestBoard : IConsoleBoard, IConsoleOutput, ISettingsStore, IWifiStore, IClock, ILink
    {
        private readonly byte[][] _slots = new byte[SettingsSlot.Count][];
        private DeviceConsole _console;

        public TestBoard()
        {
            Start();
        }

        public SettingsKeeper Keeper { get; private set; }

        public string Last { get; private set; }

        public int Restarts { get; private set; }

        public ChipPins Pins
        {
            get { return ChipPins.Of("ESP32_REV3"); }
        }

        public string Chip
        {
            get { return "ESP32"; }
        }

        public bool IsOnline
        {
            get { return false; }
        }

        public byte[] LastPacket { get; private set; }

        public int FreeBytes
        {
            get { return 0; }
        }

        public string Ssid
        {
            get { return string.Empty; }
        }

        public bool HasPassword
        {
            get { return false; }
        }

        public long UptimeMs
        {
            get { return 1000; }
        }

        public void Start()
        {
            Keeper = new SettingsKeeper(this);
            Boot boot = new Boot(1, BootCause.Unknown);
            Settings settings = new Settings(Keeper.Running);
            NanoEvents.Firmware.Device device = new NanoEvents.Firmware.Device(settings, boot, 1, 1, this, this, this, new Backoff(1, 1, 1), 50);
            _console = new DeviceConsole(boot, Keeper, this, this, this, this, new StartFaults());
            _console.Attach(device);
        }

        public string Ask(string line)
        {
            Send(Encoding.UTF8.GetBytes(line + "\n"));
            return Last;
        }

        public void Send(byte[] bytes)
        {
            _console.Feed(bytes, bytes.Length);
        }

        public void WriteLine(string line)
        {
            Last = line;
        }

        public void Write(byte[] bytes)
        {
            LastPacket = bytes;
        }

        public bool TryReach(string host, int port)
        {
            return false;
        }

        public void Restart()
        {
            Restarts++;
        }

        public byte[] Read(int slot)
        {
            return _slots[slot];
        }

        public bool TryWrite(int slot, byte[] bytes)
        {
            _slots[slot] = bytes;
            return true;
        }

        public bool TryDelete(int slot)
        {
            _slots[slot] = null;
            return true;
        }

        public bool TryKeep(string ssid, string password)
        {
            return true;
        }

        public bool TryOpen(ILinkListener listener)
        {
            return false;
        }

        public bool TrySend(int topic, byte[] buffer, int length, int token)
        {
            return false;
        }

        public void Abort()
        {
        }
    }
}
