namespace NanoEvents.Firmware
{
    /// <summary>The content of the store: the pages in the slots of the storage, the page that is filled, and the page that is sent.</summary>
    public sealed class StorePages
    {
        /// <summary>No storage has more slots.</summary>
        public const int MaxSlots = 32;

        private readonly IPageStorage _storage;

        // Slots with bytes that are no page: the flash has spoiled it, or the power failed during the write. It stays until everything else is sent,
        // or its slot is needed. As long as it is there, missing events are reported lost, even after another restart.
        private readonly bool[] _isSpoilt = new bool[MaxSlots];
        private int _nextNumber;
        private bool _hasOwn;

        /// <summary>Finds the pages in a storage.</summary>
        /// <param name="storage">Where pages are kept.</param>
        /// <param name="slots">How many slots may be used.</param>
        /// <param name="losses">Gets what the newest page says.</param>
        public StorePages(IPageStorage storage, int slots, StoreLosses losses)
        {
            _storage = storage;
            Slots = slots;
            Find(losses);
        }

        /// <summary>The pages in the slots.</summary>
        public readonly StoreIndex Index = new StoreIndex(MaxSlots);

        /// <summary>How many slots may be used.</summary>
        public readonly int Slots;

        /// <summary>The page that is filled.</summary>
        public StorePage Open { get; private set; } = new StorePage();

        /// <summary>The page that is sent; it stays in its slot.</summary>
        public StorePage Sending { get; private set; } = new StorePage();

        /// <summary>Whether the page that is filled takes no more batches before it is written.</summary>
        public bool IsFull { get; private set; }

        /// <summary>Whether there is a slot with bytes that are no page.</summary>
        public bool HasSpoilt { get; private set; }

        /// <summary>The first number of this run that was put into the store since it was last empty.</summary>
        public int OwnFirst { get; private set; }

        /// <summary>How many writes and deletions have failed.</summary>
        public int Failed { get; private set; }

        /// <summary>Adds a batch of this run to the page that is filled; false if that is full.</summary>
        public bool TryAdd(int boot, byte[] batch, int length, int first, int end)
        {
            if (Open.IsEmpty)
            {
                Open.Begin(_nextNumber++, boot, first);
                OwnFirst = _hasOwn ? OwnFirst : first;
                _hasOwn = true;
            }

            IsFull = !Open.TryAdd(batch, length, first, end);
            return !IsFull;
        }

        /// <summary>The full page has been written: another one is begun.</summary>
        public void BeginAnother()
        {
            if (IsFull)
            {
                Open.Clear();
                IsFull = false;
            }
        }

        /// <summary>The page that is filled is sent from now on.</summary>
        public void SendOpen()
        {
            StorePage filled = Open;
            Open = Sending;
            Sending = filled;
            IsFull = false;
        }

        /// <summary>Reads a slot into the page that is sent; false if it contains no page.</summary>
        public bool TryRead(int slot)
        {
            return Sending.TryTake(slot, _storage.Read(slot, Sending.Bytes, StorePage.MaxBytes));
        }

        /// <summary>Writes a page to a slot; false if that failed.</summary>
        public bool TryWrite(StorePage page, int slot)
        {
            if (!_storage.TryWrite(slot, page.Bytes, page.Length))
            {
                _storage.TryDelete(slot);
                return false;
            }

            _isSpoilt[slot] = false;
            page.Slot = slot;
            page.IsDirty = false;
            Index.Fill(slot, page);
            return true;
        }

        /// <summary>Deletes the page of a slot.</summary>
        public void Delete(int slot)
        {
            Index.Free(slot);
            Failed += _storage.TryDelete(slot) ? 0 : 1;
        }

        /// <summary>A write has failed.</summary>
        public void CountFailure()
        {
            Failed++;
        }

        /// <summary>Everything has been sent: what is not a page goes, too.</summary>
        public void NoteEmpty()
        {
            _hasOwn = false;
            for (int slot = 0; slot < MaxSlots && HasSpoilt; slot++)
            {
                if (_isSpoilt[slot])
                {
                    _isSpoilt[slot] = false;
                    Failed += _storage.TryDelete(slot) ? 0 : 1;
                }
            }

            HasSpoilt = false;
        }

        private void Find(StoreLosses losses)
        {
            bool hasAny = false;
            int newestEnd = 0;
            for (int slot = 0; slot < MaxSlots; slot++)
            {
                int length = _storage.Read(slot, Sending.Bytes, StorePage.HeaderBytes);
                if (length == 0)
                {
                    continue;
                }

                if (!Sending.TryTake(slot, length))
                {
                    _isSpoilt[slot] = true;
                    HasSpoilt = true;
                    continue;
                }

                Index.Fill(slot, Sending);
                int ahead = hasAny ? unchecked(Sending.Number + 1 - _nextNumber) : 1;
                if (ahead > 0 || (ahead == 0 && unchecked(Sending.End - newestEnd) > 0))
                {
                    hasAny = true;
                    newestEnd = Sending.End;
                    _nextNumber = unchecked(Sending.Number + 1);
                    losses.Restore(Sending);
                }
            }

            Sending.Clear();
        }
    }
}
