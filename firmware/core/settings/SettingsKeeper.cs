namespace NanoEvents.Firmware
{
    /// <summary>
    /// Keeps the settings where they survive a power cut. Two files are written in turn, so that an interrupted write leaves the earlier one
    /// complete. A third file contains the last settings that have connected, to go back to. A change that came over the USB cable is merged first.
    /// </summary>
    /// <remarks>The console's thread saves, and another one ends the trial.</remarks>
    public sealed class SettingsKeeper
    {
        private static readonly byte[] _nothing = new byte[0];
        private static readonly byte[] _requested = new byte[] { Requested };
        private static readonly byte[] _watchdog = new byte[] { Watchdog };
        private static readonly byte[] _wifiSent = new byte[] { WifiSent };

        private const byte Requested = 1;
        private const byte Watchdog = 2;
        private const byte WifiSent = 3;

        private readonly object _lock = new object();
        private readonly ISettingsStore _store;
        private readonly SettingsFile _file = new SettingsFile();
        private readonly SettingsChange _changes = new SettingsChange();
        private readonly SettingTexts _running;
        private readonly int _restart;
        private SettingTexts _saved;
        private SettingTexts _proven;
        private int _newest = SettingsSlot.Second;
        private int _generation;
        private int _flags;
        private int _change;

        /// <summary>Reads the saved settings; defaults if there are none.</summary>
        public SettingsKeeper(ISettingsStore store)
        {
            _store = store;
            byte[] proven = store.Read(SettingsSlot.Proven);
            _proven = _file.IsWhole(proven) ? _file.Decode(proven) : null;
            _saved = Load(proven);
            Change = TakeChange();
            _running = _saved.Copy();
            byte[] restart = store.Read(SettingsSlot.Restart);
            _restart = restart != null && restart.Length != 0 ? restart[0] : 0;
            if (_restart != 0)
            {
                store.TryWrite(SettingsSlot.Restart, _nothing);
            }
        }

        /// <summary>What has become of a change that came over the USB cable.</summary>
        public readonly ChangeResult Change;

        /// <summary>Whether the saved settings could not be read, so that those that connected last apply.</summary>
        public bool IsRecovered { get; private set; }

        /// <summary>The settings until the next start. Not to be changed.</summary>
        public SettingTexts Running
        {
            get { return _running; }
        }

        /// <summary>The settings after the next start. Not to be changed.</summary>
        public SettingTexts Saved
        {
            get { return _saved; }
        }

        /// <summary>Whether these are older settings, because newer ones did not connect.</summary>
        public bool IsRolledBack
        {
            get { return (_flags & SettingsFile.FlagRolledBack) != 0; }
        }

        /// <summary>Whether the restart was requested.</summary>
        public bool WasRestartRequested
        {
            get { return _restart == Requested || _restart == WifiSent; }
        }

        /// <summary>Whether the watchdog has restarted the device.</summary>
        public bool WasWatchdog
        {
            get { return _restart == Watchdog; }
        }

        /// <summary>Whether the restart was requested to try a Wi-Fi, by a program that waits for the result.</summary>
        public bool WasWifiSent
        {
            get { return _restart == WifiSent; }
        }

        /// <summary>Whether settings are on trial, and others have connected before.</summary>
        public bool CanGoBack
        {
            get { return _proven != null && !_proven.HasSameOnTrial(_running); }
        }

        /// <summary>Whether a setting has another value than when the device last connected; true if it never has.</summary>
        public bool IsNew(Setting setting)
        {
            return _proven == null || !_proven.IsSame(SettingsTable.IndexOf(setting.Name), _running);
        }

        /// <summary>Saves settings for the next start.</summary>
        /// <returns>False if they are too long, or the store did not accept them.</returns>
        public bool TrySave(SettingTexts values)
        {
            lock (_lock)
            {
                return TryWrite(values.Copy(), 0);
            }
        }

        /// <summary>The running settings have connected: keep them to go back to, and give the board's store its part.</summary>
        public bool TryKeep(IWifiStore wifi)
        {
            lock (_lock)
            {
                SettingTexts proven = _running.Copy();
                if (proven.TryDropKeptByBoard() && !wifi.TryKeep(Board(SettingsTable.WifiSsid), Board(SettingsTable.WifiPassword)))
                {
                    return false;
                }

                return TryProve(proven) && TryForgetWifi();
            }
        }

        /// <summary>The running settings do not connect: use those that did after the restart.</summary>
        public bool TryGoBack()
        {
            lock (_lock)
            {
                return TryWrite(_proven.Copy(), SettingsFile.FlagRolledBack);
            }
        }

        /// <summary>Notes that the next restart was requested.</summary>
        public void NoteRestart()
        {
            _store.TryWrite(SettingsSlot.Restart, _requested);
        }

        /// <summary>Notes that the watchdog causes the next restart.</summary>
        public void NoteWatchdog()
        {
            _store.TryWrite(SettingsSlot.Restart, _watchdog);
        }

        /// <summary>Notes that the next restart was requested to try a Wi-Fi, by a program that waits for the result.</summary>
        public void NoteWifiSent()
        {
            _store.TryWrite(SettingsSlot.Restart, _wifiSent);
        }

        private SettingTexts Load(byte[] proven)
        {
            byte[] first = _store.Read(SettingsSlot.First);
            byte[] second = _store.Read(SettingsSlot.Second);
            bool hasFirst = _file.IsWhole(first);
            bool hasSecond = _file.IsWhole(second);
            if (!hasFirst && !hasSecond)
            {
                return Recover(proven);
            }

            bool isFirst = hasFirst && (!hasSecond || unchecked(SettingsFile.Generation(first) - SettingsFile.Generation(second)) > 0);
            byte[] newest = isFirst ? first : second;
            _newest = isFirst ? SettingsSlot.First : SettingsSlot.Second;
            _generation = SettingsFile.Generation(newest);
            _flags = SettingsFile.Flags(newest);
            _change = SettingsFile.Change(newest);
            return _file.Decode(newest);
        }

        private SettingTexts Recover(byte[] proven)
        {
            if (_proven == null)
            {
                return new SettingTexts();
            }

            IsRecovered = true;
            _generation = SettingsFile.Generation(proven);
            _change = SettingsFile.Change(proven);
            return _proven.Copy();
        }

        // Merged, noted, and only then deleted: wherever the power fails, the next start continues. A number that is noted is not merged again.
        private ChangeResult TakeChange()
        {
            byte[] change = _store.Read(SettingsSlot.Change);
            if (change == null || change.Length == 0)
            {
                return ChangeResult.None;
            }

            ChangeResult result = !_changes.IsWhole(change) ? ChangeResult.Incomplete
                : SettingsChange.Number(change) == _change ? ChangeResult.Merged : Merge(change);
            if (result == ChangeResult.NotWritten)
            {
                return result;
            }

            // After a reset there is nothing to go back to.
            if (result == ChangeResult.Merged && SettingsChange.IsReset(change))
            {
                _proven = null;
                _store.TryDelete(SettingsSlot.Proven);
            }

            _store.TryDelete(SettingsSlot.Change);
            return result;
        }

        private ChangeResult Merge(byte[] change)
        {
            SettingTexts merged = _changes.Merge(change, _saved);
            int number = SettingsChange.Number(change);
            if (merged == null || _file.Encode(merged, _generation, 0, number) == null)
            {
                return ChangeResult.Refused;
            }

            int before = _change;
            _change = number;
            if (TryWrite(merged, 0))
            {
                return ChangeResult.Merged;
            }

            _change = before;
            return ChangeResult.NotWritten;
        }

        private bool TryWrite(SettingTexts values, int flags)
        {
            int slot = _newest == SettingsSlot.First ? SettingsSlot.Second : SettingsSlot.First;
            byte[] file = _file.Encode(values, unchecked(_generation + 1), flags, _change);
            if (file == null || !_store.TryWrite(slot, file))
            {
                return false;
            }

            _saved = values;
            _newest = slot;
            _generation = unchecked(_generation + 1);
            return true;
        }

        private bool TryProve(SettingTexts proven)
        {
            if (_proven != null && proven.CountChanges(_proven) == 0)
            {
                return true;
            }

            byte[] file = _file.Encode(proven, _generation, 0, _change);
            if (file == null || !_store.TryWrite(SettingsSlot.Proven, file))
            {
                return false;
            }

            _proven = proven;
            return true;
        }

        // The board's store contains it now. Written twice, so that neither file contains the password any more; but not if a new one has been saved
        // meanwhile.
        private bool TryForgetWifi()
        {
            SettingTexts values = _saved.Copy();
            if (IsWifiNew(values) || !values.TryDropKeptByBoard())
            {
                return true;
            }

            return TryWrite(values, _flags) && TryWrite(values, _flags);
        }

        private bool IsWifiNew(SettingTexts values)
        {
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                if (SettingsTable.All[i].IsKeptByBoard && !values.IsSame(i, _running))
                {
                    return true;
                }
            }

            return false;
        }

        private string Board(Setting setting)
        {
            int index = SettingsTable.IndexOf(setting.Name);
            return _running.IsSet(index) ? _running.Text(index) : null;
        }
    }
}
