namespace NanoEvents.Firmware
{
    /// <summary>
    /// Writes pages, as far as the <see cref="WriteBudget"/> allows. A page is written into a free slot before the page that it replaces, or that makes
    /// room, is deleted. So a power cut never destroys an earlier page. A page that is being sent stays.
    /// </summary>
    public sealed class StoreWriter
    {
        private readonly StorePages _pages;
        private readonly StoreLosses _losses;
        private readonly WriteBudget _budget;
        private bool _isRefused;
        private long _triedAtMs;

        /// <summary>Writes these pages; owns none of them.</summary>
        public StoreWriter(StorePages pages, StoreLosses losses, WriteBudget budget)
        {
            _pages = pages;
            _losses = losses;
            _budget = budget;
        }

        /// <summary>How many pages this run has written.</summary>
        public int Writes { get; private set; }

        /// <summary>How often a page had to wait because the budget was used up.</summary>
        public int Refused { get; private set; }

        /// <summary>How long until a page should be written, in ms: when the budget has earned one, and the last one is not too fresh.</summary>
        public int MsUntilWrite(long uptimeMs)
        {
            int budgetMs = _budget.MsUntilOne(uptimeMs);
            long freshMs = _triedAtMs + _budget.PeriodMs - uptimeMs;
            return freshMs > budgetMs ? (int)freshMs : budgetMs;
        }

        /// <summary>Writes what has been added, as far as the budget allows; false if something is left.</summary>
        public bool TryWrite(long uptimeMs)
        {
            // The page that is being sent is older: never write the newer page without it.
            if (!TryWrite(_pages.Sending, uptimeMs) || !TryWrite(_pages.Open, uptimeMs))
            {
                return false;
            }

            _pages.BeginAnother();
            return true;
        }

        private bool TryWrite(StorePage page, long uptimeMs)
        {
            if (!page.IsDirty)
            {
                return true;
            }

            if (!_budget.TryTake(uptimeMs))
            {
                Refused += _isRefused ? 0 : 1;
                _isRefused = true;
                return false;
            }

            _isRefused = false;
            _triedAtMs = uptimeMs;
            Writes++;
            if (TryWrite(page))
            {
                return true;
            }

            _pages.CountFailure();
            return false;
        }

        private bool TryWrite(StorePage page)
        {
            int slot = FindRoom();
            if (slot < 0)
            {
                return false;
            }

            // The page that takes another page's place records which events were overwritten.
            int before = page.Slot;
            int doomed = before >= 0 || _pages.Index.CountFree(_pages.Slots) > 1 ? -1 : FindOldest();
            _losses.Keep();
            if (doomed >= 0)
            {
                _losses.Add(_pages.Index, doomed);
            }

            _losses.Seal(page, _pages.OwnFirst);
            if (!_pages.TryWrite(page, slot))
            {
                _losses.Undo();
                return false;
            }

            if (before >= 0)
            {
                _pages.Delete(before);
            }

            if (doomed >= 0)
            {
                Overwrite(doomed);
            }

            return true;
        }

        // There is always a free slot, unless the store has been made smaller.
        private int FindRoom()
        {
            int slot = _pages.Index.FindFree(_pages.Slots);
            for (int i = 0; slot < 0 && i < StorePages.MaxSlots; i++)
            {
                int oldest = FindOldest();
                if (oldest < 0)
                {
                    return -1;
                }

                _losses.Add(_pages.Index, oldest);
                Overwrite(oldest);
                slot = _pages.Index.FindFree(_pages.Slots);
            }

            return slot;
        }

        private int FindOldest()
        {
            return _pages.Index.FindOldest(_pages.Sending.Slot, _pages.Open.Slot);
        }

        private void Overwrite(int slot)
        {
            _losses.Count(_pages.Index, slot);
            _pages.Delete(slot);
        }
    }
}
