namespace NanoEvents.Firmware
{
    /// <summary>Watches the connection while settings are on trial, and keeps or revokes the settings.</summary>
    public sealed class TrialWatch
    {
        private readonly Trial _trial;
        private readonly Connection _connection;
        private readonly SettingsKeeper _keeper;
        private readonly IWifiStore _wifi;
        private readonly IConsoleBoard _board;

        /// <summary>A watch that begins with the device's start.</summary>
        /// <param name="clock">The time of the network; on a board the only clock.</param>
        /// <param name="connection">The connection that must open.</param>
        /// <param name="keeper">The keeper of the settings on trial.</param>
        /// <param name="wifi">Where the Wi-Fi is stored when it has connected.</param>
        /// <param name="board">The board, which restarts the device.</param>
        public TrialWatch(IClock clock, Connection connection, SettingsKeeper keeper, IWifiStore wifi, IConsoleBoard board)
        {
            _trial = new Trial(clock, keeper.CanGoBack);
            _connection = connection;
            _keeper = keeper;
            _wifi = wifi;
            _board = board;
        }

        /// <summary>Call this about every second.</summary>
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
