using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// The console and the watch over the settings' trial. They start before everything else, with their memory, so that no setting can keep you from
    /// setting another one.
    /// </summary>
    public sealed class BoardConsole
    {
        private readonly TrialWatch _trial;
        private readonly WatchLoop _watch;
        private readonly DeviceConsole _console;
        private readonly SettingsKeeper _keeper;
        private readonly IClock _clock;
        private readonly Board _board;

        /// <summary>Starts both.</summary>
        public BoardConsole(Settings settings, SettingsKeeper keeper, Boot boot, IClock clock, Board board, StartFaults faults, Counters counters)
        {
            WifiStore wifi = new WifiStore();
            _keeper = keeper;
            _clock = clock;
            _board = board;
            Choice = new ConsoleChoice(settings, board.Pins, faults);
            SerialConsole port = new SerialConsole(Choice, faults);
            _console = new DeviceConsole(boot, keeper, wifi, clock, board, port, faults);
            port.Answering = _console;
            new Worker(port.Run, counters).Start();

            _trial = new TrialWatch(clock, keeper, wifi, board, faults);
            _watch = new WatchLoop(_trial);
            new Worker(_watch.Run, counters).Start();
        }

        /// <summary>Where the console is.</summary>
        public readonly ConsoleChoice Choice;

        /// <summary>The device has been put together.</summary>
        public void Attach(Device device)
        {
            _console.Attach(device);
            _trial.Attach(device.Connection);
            _watch.Watchdog = new Watchdog(_clock, device, _keeper, _board);
        }
    }
}
