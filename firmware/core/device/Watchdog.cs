namespace NanoEvents.Firmware
{
    /// <summary>
    /// Restarts a device whose publisher has not stepped for five minutes: its thread has ended or hangs. The same if an open connection has reported
    /// nothing for as long after a state was due. The next boot says so as its cause.
    /// </summary>
    /// <remarks>
    /// It runs on a thread of its own, so it notices nothing while a native call holds up the interpreter. The publisher's steps take at most three
    /// minutes: a minute to join the Wi-Fi, a minute to connect, and a minute's sleep.
    /// </remarks>
    public sealed class Watchdog
    {
        /// <summary>For how long the publisher may be silent.</summary>
        public const int PatienceMs = 300000;

        private readonly IClock _clock;
        private readonly Device _device;
        private readonly SettingsKeeper _keeper;
        private readonly IConsoleBoard _board;
        private int _steps;
        private long _steppedMs;

        /// <summary>A watch that begins now.</summary>
        /// <param name="clock">The time of the network; on a board the only clock.</param>
        /// <param name="device">The device.</param>
        /// <param name="keeper">Notes why the device restarts.</param>
        /// <param name="board">Restarts the device.</param>
        public Watchdog(IClock clock, Device device, SettingsKeeper keeper, IConsoleBoard board)
        {
            _clock = clock;
            _device = device;
            _keeper = keeper;
            _board = board;
            _steppedMs = clock.UptimeMs;
        }

        /// <summary>Call this about every second.</summary>
        public void Step()
        {
            long nowMs = _clock.UptimeMs;
            if (_device.Steps != _steps)
            {
                _steps = _device.Steps;
                _steppedMs = nowMs;
            }

            if (nowMs - _steppedMs >= PatienceMs || _device.Connection.SilentMs - _device.Settings.StateMs >= PatienceMs)
            {
                _keeper.NoteWatchdog();
                _board.Restart();
            }
        }
    }
}
