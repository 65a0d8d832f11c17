using System;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The settings as text, and the lines of a settings file that this firmware does not know. It keeps them for a firmware that does.
    /// </summary>
    public sealed class SettingTexts
    {
        /// <summary>How many unknown lines are kept at most.</summary>
        public const int MaxUnknown = 16;

        // Few settings are set, and only they take memory here and in each copy.
        private int[] _indexes = new int[0];
        private string[] _texts = new string[0];
        private int _count;

        private string[] _unknown;
        private int _unknownCount;

        /// <summary>How many lines are kept that this firmware does not know, or whose value it does not accept.</summary>
        public int UnknownCount
        {
            get { return _unknownCount; }
        }

        /// <summary>Whether a setting has been set, even if to its default.</summary>
        public bool IsSet(int index)
        {
            return Place(index) >= 0;
        }

        /// <summary>The value of a setting; its default if it is not set.</summary>
        public string Text(int index)
        {
            return TextOrNull(index) ?? SettingsTable.All[index].Default;
        }

        /// <summary>Sets a value, which must have been read by a <see cref="SettingParser"/>; null unsets it.</summary>
        public void Set(int index, string value)
        {
            int place = Place(index);
            if (place < 0 && value != null)
            {
                Add(index, value);
            }
            else if (place >= 0 && value != null)
            {
                _texts[place] = value;
            }
            else if (place >= 0)
            {
                _count--;
                _indexes[place] = _indexes[_count];
                _texts[place] = _texts[_count];
                _texts[_count] = null;
            }
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

            _unknown = _unknown ?? new string[MaxUnknown];
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
            copy._indexes = new int[_count];
            copy._texts = new string[_count];
            copy._count = _count;
            Array.Copy(_indexes, copy._indexes, _count);
            Array.Copy(_texts, copy._texts, _count);

            for (int i = 0; i < _unknownCount; i++)
            {
                copy.TryKeepUnknown(_unknown[i]);
            }

            return copy;
        }

        /// <summary>Takes over each value that is still as it was in <paramref name="before"/>.</summary>
        public void Follow(SettingTexts before, SettingTexts after)
        {
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                if (IsSame(i, before))
                {
                    Set(i, after.TextOrNull(i));
                }
            }
        }

        /// <summary>Whether a setting has the same value in both.</summary>
        public bool IsSame(int index, SettingTexts other)
        {
            return TextOrNull(index) == other.TextOrNull(index);
        }

        /// <summary>How many settings differ, unknown lines included.</summary>
        public int CountChanges(SettingTexts other)
        {
            int changes = _unknownCount > other._unknownCount ? _unknownCount - other._unknownCount : other._unknownCount - _unknownCount;
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                changes += IsSame(i, other) ? 0 : 1;
            }

            return changes;
        }

        /// <summary>Whether both have the same values where a change is on trial.</summary>
        public bool HasSameOnTrial(SettingTexts other)
        {
            for (int i = 0; i < SettingsTable.All.Length; i++)
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
            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                if (SettingsTable.All[i].IsKeptByBoard && IsSet(i))
                {
                    Set(i, null);
                    hasDropped = true;
                }
            }

            return hasDropped;
        }

        // Not an element that was never written: on nanoCLR it does not equal null, and == of it and a string ends the program.
        private string TextOrNull(int index)
        {
            int place = Place(index);
            return place < 0 ? null : _texts[place];
        }

        private int Place(int index)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_indexes[i] == index)
                {
                    return i;
                }
            }

            return -1;
        }

        // Without memory for both, nothing changes.
        private void Add(int index, string text)
        {
            int[] indexes = new int[_count + 1];
            string[] texts = new string[_count + 1];
            Array.Copy(_indexes, indexes, _count);
            Array.Copy(_texts, texts, _count);
            indexes[_count] = index;
            texts[_count] = text;
            _indexes = indexes;
            _texts = texts;
            _count++;
        }
    }
}
