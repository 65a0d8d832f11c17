using System.Device.Gpio;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The firmware on an ESP32.</summary>
    public static class Program
    {
        private const int CrystalPpm = 50;
        private const int BackoffFirstMs = 1000;
        private const int BackoffMaxMs = 60000;

        /// <summary>Puts the firmware together and starts its threads.</summary>
        public static void Main()
        {
            GpioController pins = new GpioController();
            BoardPins.Of(SystemInfo.TargetName).BecomeDefaults();
            SettingsKeeper keeper = new SettingsKeeper(new FlashSettings());
            Settings settings = new Settings(keeper.Running);
            UptimeClock clock = new UptimeClock();
            Boot boot = Wakeup.Read(keeper);

            WifiNetwork network = new WifiNetwork(settings);
            MqttLink link = new MqttLink(settings, boot.Online, network);
            Backoff backoff = new Backoff(BackoffFirstMs, BackoffMaxMs, boot.Id);
            EventStore store = EventStore.Open(new FlashPages(), settings, boot);
            Device device = new Device(
                settings, boot, settings.ThermometerAddresses.Length, settings.MotionPins.Length, clock, clock, link, backoff, CrystalPpm, store);

            // Before the sensors, so that a wrong pin does not prevent you from setting another one.
            StartConsole(settings, keeper, device, boot, clock, new Board(pins.PinCount, network));
            AutoResetEvent look = Sensors.Start(settings, device, clock, pins);
            new Worker(new NetworkTime(clock, device.WallClock, settings.TimeServer).Run, device.Counters).Start();
            new Worker(new PublisherLoop(device, look).Run, device.Counters).Run();
        }

        private static void StartConsole(Settings settings, SettingsKeeper keeper, Device device, Boot boot, IClock clock, Board board)
        {
            WifiStore wifi = new WifiStore();
            TrialWatch watch = new TrialWatch(clock, device.Connection, keeper, wifi, board);
            new Worker(new TrialLoop(watch).Run, device.Counters).Start();

            SerialConsole console = new SerialConsole(settings);
            console.Answering = new DeviceConsole(device, boot, keeper, wifi, clock, board, console);
            new Worker(console.Run, device.Counters).Start();
        }
    }
}
