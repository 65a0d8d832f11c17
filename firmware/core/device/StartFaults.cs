namespace NanoEvents.Firmware
{
    /// <summary>
    /// What the device could not have when it started: a pin, a sensor's bus, memory for a part. The device runs without it, the console and the status
    /// topic say so, and a trial of settings goes back.
    /// </summary>
    /// <remarks>The main thread adds, before other threads look.</remarks>
    public sealed class StartFaults
    {
        // More are counted as one: the first ones say enough.
        private const int Most = 8;

        private readonly Setting[] _settings = new Setting[Most];
        private readonly string[] _texts = new string[Most];
        private int _count;

        /// <summary>How many there are.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Adds one.</summary>
        /// <param name="setting">The setting that asks for what could not be had.</param>
        /// <param name="text">What it is, such as <c>ESP32 has no pin 24</c>.</param>
        public void Add(Setting setting, string text)
        {
            if (_count < Most)
            {
                _settings[_count] = setting;
                _texts[_count] = text;
                _count++;
            }
        }

        /// <summary>One as text, with the name of its setting.</summary>
        public string Text(int index)
        {
            return _settings[index].Name + ": " + _texts[index];
        }

        /// <summary>The end of the status topic's text, such as <c> faults=motion.pin</c>; empty if there is none.</summary>
        public string Status()
        {
            return _count == 0 ? string.Empty : " faults=" + Names();
        }

        /// <summary>The names of their settings, separated by commas, each once.</summary>
        public string Names()
        {
            string names = string.Empty;
            for (int i = 0; i < _count; i++)
            {
                if (!Has(_settings[i], i))
                {
                    names = names.Length == 0 ? _settings[i].Name : names + "," + _settings[i].Name;
                }
            }

            return names;
        }

        /// <summary>Whether one is of a setting that has another value than when the device last connected.</summary>
        public bool HasNew(SettingsKeeper keeper)
        {
            for (int i = 0; i < _count; i++)
            {
                if (keeper.IsNew(_settings[i]))
                {
                    return true;
                }
            }

            return false;
        }

        private bool Has(Setting setting, int before)
        {
            for (int i = 0; i < before; i++)
            {
                if (_settings[i] == setting)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
