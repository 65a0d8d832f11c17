namespace NanoEvents.Firmware
{
    /// <summary>Watches the connection while settings are on trial, and keeps or revokes the settings.</summary>
    public sealed class TrialWatch
    {
        private readonly Trial _trial;
        private readonly StartFaults _faults;
        private Connection _connection;
        private bool _isOver;
        private readonly SettingsKeeper _keeper;
        private readonly IWifiStore _wifi;
        private readonly IConsoleBoard _board;

        /// <summary>A watch that begins with the device's start.</summary>
        /// <param name="clock">The time of the network; on a board the only clock.</param>
        /// <param name="keeper">The keeper of the settings on trial.</param>
        /// <param name="wifi">Where the Wi-Fi is stored when it has connected.</param>
        /// <param name="board">The board, which restarts the device.</param>
        /// <param name="faults">What could not be had. If new settings ask for it, they are revoked at once.</param>
        public TrialWatch(IClock clock, SettingsKeeper keeper, IWifiStore wifi, IConsoleBoard board, StartFaults faults)
        {
            _faults = faults;
            _trial = new Trial(clock, keeper.CanGoBack);
            _keeper = keeper;
            _wifi = wifi;
            _board = board;
        }

        /// <summary>The device has been put together: its connection must open.</summary>
        public void Attach(Connection connection)
        {
            _connection = connection;
        }

        /// <summary>Call this about every second.</summary>
        public void Step()
        {
            if (!_isOver && _keeper.CanGoBack && _faults.HasNew(_keeper))
            {
                _isOver = GoBack();
                return;
            }

            TrialVerdict verdict = _isOver ? TrialVerdict.Wait : _trial.Step(_connection != null && _connection.IsOpen);
            if (verdict == TrialVerdict.Keep)
            {
                _keeper.TryKeep(_wifi);
            }
            else if (verdict == TrialVerdict.GoBack)
            {
                GoBack();
            }
        }

        private bool GoBack()
        {
            if (!_keeper.TryGoBack())
            {
                return false;
            }

            _keeper.NoteRestart();
            _board.Restart();
            return true;
        }
    }
}
