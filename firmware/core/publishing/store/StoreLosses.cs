namespace NanoEvents.Firmware
{
    /// <summary>
    /// What was overwritten and not sent. Every written page records one range of it, because the memory of it is lost at a restart. One range is
    /// enough: what was overwritten at the end of a boot is missing there in any case, and the ranges of one boot are adjacent.
    /// </summary>
    public sealed class StoreLosses
    {
        private readonly int _boot;
        private int _lostBoot;
        private int _first;
        private int _end;
        private int _keptBoot;
        private int _keptFirst;
        private int _keptEnd;
        private int _own;

        /// <summary>Nothing is lost.</summary>
        /// <param name="boot">The id of this run.</param>
        public StoreLosses(int boot)
        {
            _boot = boot;
        }

        /// <summary>How many events were overwritten before they were sent.</summary>
        public int Overwritten { get; private set; }

        /// <summary>Continues with the range that a page records.</summary>
        public void Restore(StorePage page)
        {
            _lostBoot = page.LostBoot;
            _first = page.LostFirst;
            _end = page.LostEnd;
        }

        /// <summary>Keeps the range, for <see cref="Undo"/>.</summary>
        public void Keep()
        {
            _keptBoot = _lostBoot;
            _keptFirst = _first;
            _keptEnd = _end;
        }

        /// <summary>The page that would have recorded the range was not written.</summary>
        public void Undo()
        {
            _lostBoot = _keptBoot;
            _first = _keptFirst;
            _end = _keptEnd;
        }

        /// <summary>Adds the page of a slot, which will be overwritten, to the range.</summary>
        public void Add(StoreIndex index, int slot)
        {
            int boot = index.Boot(slot);
            if (boot == _lostBoot && _end == index.First(slot))
            {
                _end = index.End(slot);
            }
            else if (boot == _lostBoot && _first == index.End(slot))
            {
                _first = index.First(slot);
            }
            else if (boot == _boot || index.HasOther(slot, boot))
            {
                _lostBoot = boot;
                _first = index.First(slot);
                _end = index.End(slot);
            }
        }

        /// <summary>Counts the page of a slot: it is overwritten.</summary>
        public void Count(StoreIndex index, int slot)
        {
            int events = unchecked(index.End(slot) - index.First(slot));
            Overwritten += events;
            _own += index.Boot(slot) == _boot ? events : 0;
        }

        /// <summary>How many events of this run have been overwritten since the last call.</summary>
        public int TakeOwn()
        {
            int events = _own;
            _own = 0;
            return events;
        }

        /// <summary>Completes the header of a page.</summary>
        public void Seal(StorePage page, int ownFirst)
        {
            page.Seal(_lostBoot, _first, _end, ownFirst);
        }

        /// <summary>The first number of which the next batch of a boot gives account, if its first page begins with another one.</summary>
        /// <param name="boot">The boot.</param>
        /// <param name="first">The first number of its first page.</param>
        public int FirstAccounted(int boot, int first)
        {
            // If the power failed before the page was deleted, the page is still there within the range; the events before it are not.
            bool isAfterLost = _lostBoot == boot && unchecked(first - _first) > 0 && unchecked(_end - first) >= 0;
            return isAfterLost ? _first : first;
        }

        /// <summary>Everything that was lost has been announced.</summary>
        public void Clear()
        {
            _end = _first;
        }
    }
}
