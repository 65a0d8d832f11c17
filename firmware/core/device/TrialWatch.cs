namespace NanoEvents.Firmware
{
    /// <summary>Watches the connection while settings are on trial, and does what comes of it.</summary>
    public sealed class TrialWatch
    {
        private readonly Trial _trial;
        private readonly Connection _connection;
        private readonly SettingsKeeper _keeper;
        private readonly IWifiStore _wifi;
        private readonly IConsoleBoard _board;

        /// <summary>A watch that begins with the device's start.</summary>
        /// <param name="clock">The time in which the network lives; on a board the only one there is.</param>
        /// <param name="connection">What must open.</param>
        /// <param name="keeper">Whose settings are on trial.</param>
        /// <param name="wifi">Where the Wi-Fi goes once it has proved itself.</param>
        /// <param name="board">What restarts the device.</param>
        public TrialWatch(IClock clock, Connection connection, SettingsKeeper keeper, IWifiStore wifi, IConsoleBoard board)
        {
            _trial = new Trial(clock, keeper.CanGoBack);
            _connection = connection;
            _keeper = keeper;
            _wifi = wifi;
            _board = board;
        }

        /// <summary>To be called every second or so.</summary>
        public void Step()
        {
            TrialVerdict verdict = _trial.Step(_connection.IsOpen);
            if (verdict == TrialVerdict.Keep)
            {
                _keeper.TryKeep(_wifi);
            }
            else if (verdict == TrialVerdict.GoBack && _keeper.TryGoBack())
            {
                _keeper.NoteRestart();
                _board.Restart();
            }
        }
    }
}
