namespace NanoEvents.Firmware
{
    /// <summary>
    /// The settings as text, and the lines of a settings file that this firmware does not know. It keeps them for a firmware that does.
    /// </summary>
    public sealed class SettingTexts
    {
        /// <summary>How many unknown lines are kept at most.</summary>
        public const int MaxUnknown = 16;

        private readonly string[] _texts = new string[SettingsTable.All.Length];
        private readonly string[] _unknown = new string[MaxUnknown];
        private int _unknownCount;

        /// <summary>Nothing is set.</summary>
        public SettingTexts()
        {
            // On nanoCLR an element that was never written does not equal null, and == of it and a string ends the program.
            for (int i = 0; i < _texts.Length; i++)
            {
                _texts[i] = null;
            }
        }

        /// <summary>How many lines are kept that this firmware does not know, or whose value it does not accept.</summary>
        public int UnknownCount
        {
            get { return _unknownCount; }
        }

        /// <summary>Whether a setting has been set, even if to its default.</summary>
        public bool IsSet(int index)
        {
            return _texts[index] != null;
        }

        /// <summary>The value of a setting; its default if it is not set.</summary>
        public string Text(int index)
        {
            return _texts[index] ?? SettingsTable.All[index].Default;
        }

        /// <summary>Sets a value, which must have been read by a <see cref="SettingParser"/>; null unsets it.</summary>
        public void Set(int index, string value)
        {
            _texts[index] = value;
        }

        /// <summary>An unknown line, such as <c>fan.speed=3</c>.</summary>
        public string Unknown(int index)
        {
            return _unknown[index];
        }

        /// <summary>The name in an unknown line. Its value may be a secret and is not shown.</summary>
        public string UnknownName(int index)
        {
            return _unknown[index].Substring(0, _unknown[index].IndexOf('='));
        }

        /// <summary>Keeps a line; false if there is no room for it.</summary>
        public bool TryKeepUnknown(string line)
        {
            if (_unknownCount == MaxUnknown)
            {
                return false;
            }

            _unknown[_unknownCount++] = line;
            return true;
        }

        /// <summary>Removes every unknown line of a name; false if there is none.</summary>
        public bool TryForgetUnknown(string name)
        {
            int kept = 0;
            for (int i = 0; i < _unknownCount; i++)
            {
                if (UnknownName(i) != name)
                {
                    _unknown[kept++] = _unknown[i];
                }
            }

            bool hasForgotten = kept != _unknownCount;
            _unknownCount = kept;
            return hasForgotten;
        }

        /// <summary>A copy of the values.</summary>
        public SettingTexts Copy()
        {
            SettingTexts copy = new SettingTexts();
            for (int i = 0; i < _texts.Length; i++)
            {
                copy._texts[i] = _texts[i];
            }

            for (int i = 0; i < _unknownCount; i++)
            {
                copy.TryKeepUnknown(_unknown[i]);
            }

            return copy;
        }

        /// <summary>Takes over each value that is still as it was in <paramref name="before"/>.</summary>
        public void Follow(SettingTexts before, SettingTexts after)
        {
            for (int i = 0; i < _texts.Length; i++)
            {
                _texts[i] = IsSame(i, before) ? after._texts[i] : _texts[i];
            }
        }

        /// <summary>Whether a setting has the same value in both.</summary>
        public bool IsSame(int index, SettingTexts other)
        {
            return _texts[index] == other._texts[index];
        }

        /// <summary>How many settings differ, unknown lines included.</summary>
        public int CountChanges(SettingTexts other)
        {
            int changes = _unknownCount > other._unknownCount ? _unknownCount - other._unknownCount : other._unknownCount - _unknownCount;
            for (int i = 0; i < _texts.Length; i++)
            {
                changes += IsSame(i, other) ? 0 : 1;
            }

            return changes;
        }

        /// <summary>Whether both have the same values where a change is on trial.</summary>
        public bool HasSameOnTrial(SettingTexts other)
        {
            for (int i = 0; i < _texts.Length; i++)
            {
                if (SettingsTable.All[i].IsOnTrial && !IsSame(i, other))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Unsets the settings that the board keeps in its own store; false if none was set.</summary>
        public bool TryDropKeptByBoard()
        {
            bool hasDropped = false;
            for (int i = 0; i < _texts.Length; i++)
            {
                if (SettingsTable.All[i].IsKeptByBoard && _texts[i] != null)
                {
                    _texts[i] = null;
                    hasDropped = true;
                }
            }

            return hasDropped;
        }
    }
}
