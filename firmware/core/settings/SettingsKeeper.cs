namespace NanoEvents.Firmware
{
    /// <summary>
    /// Keeps the settings where they survive a power cut. Two files are written in turn, so that an interrupted write leaves the earlier one
    /// complete. A third file contains the last settings that have connected, to go back to.
    /// </summary>
    /// <remarks>The console's thread saves, and another one ends the trial.</remarks>
    public sealed class SettingsKeeper
    {
        private static readonly byte[] _nothing = new byte[0];
        private static readonly byte[] _mark = new byte[] { 1 };

        private readonly object _lock = new object();
        private readonly ISettingsStore _store;
        private readonly SettingsFile _file = new SettingsFile();
        private readonly SettingTexts _running;
        private readonly bool _wasRestartRequested;
        private SettingTexts _saved;
        private SettingTexts _proven;
        private int _newest = SettingsSlot.Second;
        private int _generation;
        private int _flags;

        /// <summary>Reads the saved settings; defaults if there are none.</summary>
        public SettingsKeeper(ISettingsStore store)
        {
            _store = store;
            _saved = Load();
            _running = _saved.Copy();
            byte[] proven = store.Read(SettingsSlot.Proven);
            _proven = _file.IsWhole(proven) ? _file.Decode(proven) : null;
            byte[] restart = store.Read(SettingsSlot.Restart);
            _wasRestartRequested = restart != null && restart.Length != 0;
            if (_wasRestartRequested)
            {
                store.TryWrite(SettingsSlot.Restart, _nothing);
            }
        }

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
            get { return _wasRestartRequested; }
        }

        /// <summary>Whether Wi-Fi or broker settings are new, and others have connected before.</summary>
        public bool CanGoBack
        {
            get { return _proven != null && !_proven.HasSameConnection(_running); }
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
            _store.TryWrite(SettingsSlot.Restart, _mark);
        }

        private SettingTexts Load()
        {
            byte[] first = _store.Read(SettingsSlot.First);
            byte[] second = _store.Read(SettingsSlot.Second);
            bool hasFirst = _file.IsWhole(first);
            bool hasSecond = _file.IsWhole(second);
            if (!hasFirst && !hasSecond)
            {
                return new SettingTexts();
            }

            bool isFirst = hasFirst && (!hasSecond || unchecked(SettingsFile.Generation(first) - SettingsFile.Generation(second)) > 0);
            byte[] newest = isFirst ? first : second;
            _newest = isFirst ? SettingsSlot.First : SettingsSlot.Second;
            _generation = SettingsFile.Generation(newest);
            _flags = SettingsFile.Flags(newest);
            return _file.Decode(newest);
        }

        private bool TryWrite(SettingTexts values, int flags)
        {
            int slot = _newest == SettingsSlot.First ? SettingsSlot.Second : SettingsSlot.First;
            byte[] file = _file.Encode(values, unchecked(_generation + 1), flags);
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

            byte[] file = _file.Encode(proven, _generation, 0);
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
