using System;
using System.Device.Gpio;
using System.Threading;
using NanoEvents.Firmware;
using nanoFramework.Runtime.Native;

namespace NanoEvents.Esp32
{
    /// <summary>The firmware on an ESP32.</summary>
    public static class Program
    {
        private const int CrystalPpm = 50;
        private const int BackoffFirstMs = 1000;
        private const int BackoffMaxMs = 60000;

        /// <summary>Starts the console, puts the firmware together and starts its threads.</summary>
        public static void Main()
        {
            GpioController pins = new GpioController();
            NanoEvents.Samples.Sensors.Declare();
            BoardPins.Of(SystemInfo.TargetName).BecomeDefaults();
            NetworkAddress.BecomeDefaultName();
            SettingsKeeper keeper = new SettingsKeeper(new FlashSettings());
            Settings settings = new Settings(keeper.Running);
            UptimeClock clock = new UptimeClock();
            Boot boot = Wakeup.Read(keeper);
            StartFaults faults = new StartFaults();
            Counters counters = new Counters();
            WifiNetwork network = new WifiNetwork(settings);
            Board board = new Board(ChipPins.Of(SystemInfo.TargetName), network);

            BoardConsole console = new BoardConsole(settings, keeper, boot, clock, board, faults, counters);
            try
            {
                DeviceStart start = new DeviceStart(settings, board.Pins, new BoardParts(pins, settings, clock), faults);
                start.Use(console.Choice.TxPin);
                start.Use(console.Choice.RxPin);
                EventStore store = start.OpenStore(boot);
                MqttLink link = new MqttLink(settings, boot.Online, faults, network);
                Device device = start.Create(boot, clock, link, new Backoff(BackoffFirstMs, BackoffMaxMs, boot.Id), CrystalPpm, store, counters);
                console.Attach(device);
                start.OpenSensors(clock);
                AutoResetEvent look = Sensors.Start(settings, device, clock, start, pins.PinCount);
                new Worker(new NetworkTime(clock, device.WallClock, settings.TimeServer).Run, counters).Start();
                new Worker(new PublisherLoop(device, look).Run, counters).Run();
            }
            catch (Exception)
            {
                // The console runs, and new settings go back.
                faults.Add(SettingsTable.RingCapacity, "the device could not be put together");
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
