namespace NanoEvents.Firmware
{
    /// <summary>The console's commands about settings. Changes are held until they are saved, and take effect after a restart.</summary>
    public sealed class SettingCommands
    {
        private const string NotSet = "(not set)";

        private readonly SettingsKeeper _keeper;
        private readonly IWifiStore _wifi;
        private readonly SettingParser _reader;
        private readonly RingReport _ring;
        private readonly IConsoleBoard _board;
        private readonly IConsoleOutput _output;
        private SettingTexts _held;
        private SettingTexts _followed;

        /// <summary>Nothing has been changed yet.</summary>
        public SettingCommands(SettingsKeeper keeper, IWifiStore wifi, IConsoleBoard board, RingReport ring, IConsoleOutput output)
        {
            _keeper = keeper;
            _wifi = wifi;
            _reader = new SettingParser(board.Pins.Highest);
            _board = board;
            _ring = ring;
            _output = output;
            _followed = keeper.Saved;
            _held = _followed.Copy();
        }

        /// <summary>The device that runs; null as long as there is none.</summary>
        public Device Device { get; set; }

        /// <summary>The settings, saved or not.</summary>
        public SettingTexts Held
        {
            get { return _held; }
        }

        /// <summary>How many changes are not saved.</summary>
        public int UnsavedCount
        {
            get { return _held.CountChanges(_keeper.Saved); }
        }

        /// <summary>Takes over the changes that the keeper makes at the end of a trial.</summary>
        public void Follow()
        {
            SettingTexts saved = _keeper.Saved;
            _held.Follow(_followed, saved);
            _followed = saved;
        }

        /// <summary>Prints the purpose of a setting.</summary>
        public string Help(int index)
        {
            Setting setting = SettingsTable.All[index];
            _output.WriteLine("  " + setting.Help);
            _output.WriteLine("  " + setting.Name + " " + _reader.Rule(setting) + (setting.Unit.Length == 0 ? string.Empty : ", in " + setting.Unit));
            _output.WriteLine("  default: " + (setting.Default.Length == 0 ? "none" : setting.Default));
            return Answer.Ok(setting.Name);
        }

        /// <summary>Shows every setting, and the names of those that this firmware does not know.</summary>
        public string ShowAll()
        {
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                _output.WriteLine("  " + Line(i));
            }

            for (int i = 0; i < _held.UnknownCount; i++)
            {
                _output.WriteLine("  " + _held.UnknownName(i) + " is not known to firmware " + Boot.FirmwareVersion + ", or not taken: kept as it is");
            }

            return Answer.Ok(SettingsTable.All.Length.ToString() + " settings, " + Count.Of(UnsavedCount, "change") + " not saved");
        }

        /// <summary>Shows one setting.</summary>
        public string Show(int index)
        {
            _output.WriteLine("  " + Line(index));
            return Answer.Ok(SettingsTable.All[index].Name);
        }

        /// <summary>Holds a value.</summary>
        public string Set(int index, string text)
        {
            Setting setting = SettingsTable.All[index];
            if (!_reader.TryRead(setting, text, out string value))
            {
                return Answer.Error(setting.Name + " " + _reader.Rule(setting));
            }

            string refusal = PinRefusal(setting, value) ?? MemoryRefusal(index, value);
            if (refusal != null)
            {
                return Answer.Error(setting.Name + ": " + refusal);
            }

            _held.TryForgetUnknown(setting.Name);
            _held.Set(index, value);
            return Answer.Ok(Line(index) + PinWarning(setting, value));
        }

        /// <summary>Goes back to a setting's default.</summary>
        public string Unset(int index)
        {
            _held.TryForgetUnknown(SettingsTable.All[index].Name);
            _held.Set(index, null);
            return Answer.Ok(Line(index));
        }

        /// <summary>Removes a setting that this firmware does not know; false if there is none of that name.</summary>
        public bool TryForget(string name)
        {
            return _held.TryForgetUnknown(name);
        }

        /// <summary>Saves what is held.</summary>
        public string Save()
        {
            int changes = UnsavedCount;
            if (changes == 0)
            {
                return Answer.Ok("nothing to save");
            }

            bool isOnTrial = !_held.HasSameOnTrial(_keeper.Saved);
            if (!_keeper.TrySave(_held))
            {
                return Answer.Error("the settings are too long, or the board's storage did not take them: what was saved before still applies");
            }

            string trial = isOnTrial ? "; if the device does not reach its broker within 3 minutes after it, the settings with which it did come back" : string.Empty;
            return Answer.Ok(Count.Of(changes, "change") + " saved, to apply after restart" + trial);
        }

        /// <summary>Discards the unsaved changes.</summary>
        public string Discard()
        {
            int changes = UnsavedCount;
            _held = _followed.Copy();
            return Answer.Ok(Count.Of(changes, "change") + " given up");
        }

        private string Line(int index)
        {
            Setting setting = SettingsTable.All[index];
            if (setting.IsKeptByBoard && !_held.IsSet(index))
            {
                string kept = setting.IsSecret ? Secret(_wifi.HasPassword) : _wifi.Ssid.Length == 0 ? NotSet : _wifi.Ssid;
                return setting.Name + " = " + kept + " (in the board's own store)" + Pending(index);
            }

            if (setting.Kind == SettingKind.CableFile)
            {
                return setting.Name + " = (known to the board's own store alone)";
            }

            string text = _held.Text(index);
            string unit = setting.Unit.Length == 0 || text == "off" ? string.Empty : " " + setting.Unit;
            string shown = setting.IsSecret ? Secret(text.Length != 0) : text.Length == 0 ? NotSet : text + unit;
            string size = setting == SettingsTable.RingCapacity && Decimals.TryParseWhole(text, out int events) ? ", " + _ring.Size(events)
                : setting == SettingsTable.StoreSize && text != "0" ? ", and " + MemoryPlan.StoreBytes.ToString() + " bytes of memory" : string.Empty;
            return setting.Name + " = " + shown + size + (_held.IsSet(index) ? string.Empty : " (default)") + Pending(index);
        }

        private string PinRefusal(Setting setting, string value)
        {
            string[] pins = Pins(setting, value);
            string refusal = null;
            for (int i = 0; i < pins.Length && refusal == null; i++)
            {
                Decimals.TryParseWhole(pins[i], out int pin);
                refusal = _board.Pins.Refusal(pin, setting.Kind == SettingKind.Pin && setting != SettingsTable.ConsoleRx);
            }

            return refusal;
        }

        private string PinWarning(Setting setting, string value)
        {
            string[] pins = Pins(setting, value);
            string warnings = string.Empty;
            for (int i = 0; i < pins.Length; i++)
            {
                Decimals.TryParseWhole(pins[i], out int pin);
                string warning = _board.Pins.Warning(pin);
                warnings = warning == null ? warnings : warnings + "; " + warning;
            }

            return warnings;
        }

        // What would be left, measured by what is free now and what the running settings take.
        private string MemoryRefusal(int index, string value)
        {
            int freeBytes = _board.FreeBytes;
            if (Device == null || freeBytes == 0)
            {
                return null;
            }

            SettingTexts changed = _held.Copy();
            changed.Set(index, value);
            int bytes = MemoryPlan.Bytes(new Settings(changed));
            int missing = MemoryPlan.RestBytes + bytes - freeBytes - MemoryPlan.Bytes(Device.Settings);
            return missing > 0 && bytes > MemoryPlan.Bytes(new Settings(_held))
                ? "there is no memory for this: " + missing.ToString() + " bytes are missing. A smaller ring.capacity, or store.size 0, makes room"
                : null;
        }

        private static string[] Pins(Setting setting, string value)
        {
            bool isPin = setting.Kind == SettingKind.Pin || setting.Kind == SettingKind.Pins;
            return isPin && value.Length != 0 ? value.Split(',') : new string[0];
        }

        private string Pending(int index)
        {
            return !_held.IsSame(index, _keeper.Saved) ? " (not saved)" : !_held.IsSame(index, _keeper.Running) ? " (after restart)" : string.Empty;
        }

        private static string Secret(bool isSet)
        {
            return isSet ? "(set)" : NotSet;
        }
    }
}
