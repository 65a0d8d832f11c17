namespace NanoEvents.Firmware
{
    /// <summary>Which slots contain a page, and the facts about it that are needed without reading it.</summary>
    public sealed class StoreIndex
    {
        private readonly bool[] _isUsed;
        private readonly int[] _numbers;
        private readonly int[] _boots;
        private readonly int[] _firsts;
        private readonly int[] _ends;
        private readonly int[] _bases;

        /// <summary>An index of empty slots.</summary>
        public StoreIndex(int slots)
        {
            _isUsed = new bool[slots];
            _numbers = new int[slots];
            _boots = new int[slots];
            _firsts = new int[slots];
            _ends = new int[slots];
            _bases = new int[slots];
        }

        /// <summary>How many slots hold a page.</summary>
        public int Count { get; private set; }

        /// <summary>The boot of a slot's page.</summary>
        public int Boot(int slot)
        {
            return _boots[slot];
        }

        /// <summary>The first number of a slot's page.</summary>
        public int First(int slot)
        {
            return _firsts[slot];
        }

        /// <summary>One more than its last number.</summary>
        public int End(int slot)
        {
            return _ends[slot];
        }

        /// <summary>The first number of its boot that was in the store when the page was written.</summary>
        public int Base(int slot)
        {
            return _bases[slot];
        }

        /// <summary>A slot holds a page now.</summary>
        public void Fill(int slot, StorePage page)
        {
            Count += _isUsed[slot] ? 0 : 1;
            _isUsed[slot] = true;
            _numbers[slot] = page.Number;
            _boots[slot] = page.Boot;
            _firsts[slot] = page.First;
            _ends[slot] = page.End;
            _bases[slot] = page.Base;
        }

        /// <summary>A slot is empty again.</summary>
        public void Free(int slot)
        {
            Count -= _isUsed[slot] ? 1 : 0;
            _isUsed[slot] = false;
        }

        /// <summary>An empty slot among the first <paramref name="slots"/>; -1 if there is none.</summary>
        public int FindFree(int slots)
        {
            for (int slot = 0; slot < slots; slot++)
            {
                if (!_isUsed[slot])
                {
                    return slot;
                }
            }

            return -1;
        }

        /// <summary>How many of the first so many slots hold no page.</summary>
        public int CountFree(int slots)
        {
            int free = 0;
            for (int slot = 0; slot < slots; slot++)
            {
                free += _isUsed[slot] ? 0 : 1;
            }

            return free;
        }

        /// <summary>The slot of the oldest page but those in two slots; -1 if there is none.</summary>
        public int FindOldest(int but, int andBut)
        {
            int oldest = -1;
            for (int slot = 0; slot < _isUsed.Length; slot++)
            {
                if (_isUsed[slot] && slot != but && slot != andBut && (oldest < 0 || IsOlder(slot, oldest)))
                {
                    oldest = slot;
                }
            }

            return oldest;
        }

        /// <summary>Whether a slot besides this one holds a page of a boot.</summary>
        public bool HasOther(int slot, int boot)
        {
            for (int other = 0; other < _isUsed.Length; other++)
            {
                if (_isUsed[other] && other != slot && _boots[other] == boot)
                {
                    return true;
                }
            }

            return false;
        }

        // If one page was written twice, the shorter copy is older.
        private bool IsOlder(int slot, int than)
        {
            int apart = unchecked(_numbers[slot] - _numbers[than]);
            return apart < 0 || (apart == 0 && unchecked(_ends[slot] - _ends[than]) < 0);
        }
    }
}
