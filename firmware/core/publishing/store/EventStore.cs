namespace NanoEvents.Firmware
{
    /// <summary>
    /// Batches that survive a power cut, in pages: sealed while the broker is away, sent oldest first when it is back, deleted when it has
    /// acknowledged them. When every page is taken the oldest is overwritten, and the next batch announces its events as lost, like those that the
    /// ring drops. The <see cref="WriteBudget"/> limits how often a page is written.
    /// </summary>
    /// <remarks>Only the publisher's thread uses it; other threads may read the counts.</remarks>
    public sealed class EventStore
    {
        /// <summary>No storage has more slots.</summary>
        public const int MaxPages = StorePages.MaxSlots;

        /// <summary>One page that replaces another, one that is sent, one that is filled, one that waits.</summary>
        public const int MinPages = 4;

        private const int BytesPerKilobyte = 1024;

        private readonly int _boot;
        private readonly StoreLosses _losses;
        private readonly StorePages _pages;
        private readonly StoreWriter _writer;
        private readonly StoreSender _sender;

        /// <summary>Reads which pages the storage contains.</summary>
        /// <param name="storage">Where pages are kept.</param>
        /// <param name="kilobytes">How much it may hold, in pages of 4 kB; less than <see cref="MinPages"/> pages count as that many.</param>
        /// <param name="boot">The id and the cause of this run.</param>
        /// <param name="budget">How often it may be written.</param>
        public EventStore(IPageStorage storage, int kilobytes, int boot, WriteBudget budget)
        {
            int pages = kilobytes * BytesPerKilobyte / StorePage.MaxBytes;
            _boot = boot;
            _losses = new StoreLosses(boot);
            _pages = new StorePages(storage, pages < MinPages ? MinPages : pages > MaxPages ? MaxPages : pages, _losses);
            _writer = new StoreWriter(_pages, _losses, budget);
            _sender = new StoreSender(_pages, _losses, boot);
        }

        /// <summary>How many pages it may hold; one of them is always free, for the next to be written.</summary>
        public int Pages
        {
            get { return _pages.Slots; }
        }

        /// <summary>How many pages contain events.</summary>
        public int PagesUsed
        {
            get { return _pages.Index.Count; }
        }

        /// <summary>How many pages this run has written.</summary>
        public int Writes
        {
            get { return _writer.Writes; }
        }

        /// <summary>How often a page had to wait because the budget was used up.</summary>
        public int Refused
        {
            get { return _writer.Refused; }
        }

        /// <summary>How many writes have failed.</summary>
        public int Failed
        {
            get { return _pages.Failed; }
        }

        /// <summary>How many events were overwritten before they were sent.</summary>
        public int Overwritten
        {
            get { return _losses.Overwritten; }
        }

        /// <summary>Whether there is nothing to be sent.</summary>
        public bool IsEmpty
        {
            get { return _pages.Index.Count == 0 && _pages.Open.IsEmpty && _pages.Sending.IsEmpty; }
        }

        /// <summary>Whether another batch fits; if not, a page must be written first.</summary>
        public bool HasRoom
        {
            get { return !_pages.IsFull; }
        }

        /// <summary>Whether something has been added that is not written yet.</summary>
        public bool IsDirty
        {
            get { return _pages.Open.IsDirty || _pages.Sending.IsDirty; }
        }

        /// <summary>
        /// The batch to which <see cref="TryNext"/> moved, or the part of it that <see cref="Narrow"/> has cut, at the start of the buffer.
        /// </summary>
        public byte[] Batch
        {
            get { return _sender.Batch; }
        }

        /// <summary>Its length in bytes.</summary>
        public int BatchLength
        {
            get { return _sender.BatchLength; }
        }

        /// <summary>One more than the number of its last event.</summary>
        public int BatchEnd
        {
            get { return _sender.BatchEnd; }
        }

        /// <summary>How many events it has, at most.</summary>
        public int BatchEvents
        {
            get { return _sender.BatchEvents; }
        }

        /// <summary>Whether its events are of this run.</summary>
        public bool IsOwn
        {
            get { return _pages.Sending.Boot == _boot; }
        }

        /// <summary>The store of a device, if the settings have one; otherwise the pages of an earlier one are deleted, and it is null.</summary>
        public static EventStore Open(IPageStorage storage, Settings settings, Boot boot)
        {
            if (settings.StoreKilobytes == 0)
            {
                Clear(storage);
                return null;
            }

            WriteBudget budget = new WriteBudget(WriteBudget.BoardPeriodMs, WriteBudget.BoardMaxSaved);
            return new EventStore(storage, settings.StoreKilobytes, boot.Id, budget);
        }

        /// <summary>Deletes all pages of a storage: the store has been switched off, and old events must not appear later.</summary>
        public static void Clear(IPageStorage storage)
        {
            for (int slot = 0; slot < MaxPages; slot++)
            {
                storage.TryDelete(slot);
            }
        }

        /// <summary>Adds a batch; false if the page is full and must be written first.</summary>
        /// <param name="batch">The buffer with the batch at its start.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="first">The number of its first event, or of the first one lost right before it.</param>
        /// <param name="end">One more than its last event's number.</param>
        public bool TryAdd(byte[] batch, int length, int first, int end)
        {
            return _pages.TryAdd(_boot, batch, length, first, end);
        }

        /// <summary>How long until a page should be written, in ms: when the budget has earned one, and the last one is not too fresh.</summary>
        public int MsUntilWrite(long uptimeMs)
        {
            return _writer.MsUntilWrite(uptimeMs);
        }

        /// <summary>Writes the added batches, as far as the budget allows; false if some are left.</summary>
        public bool TryWrite(long uptimeMs)
        {
            return _writer.TryWrite(uptimeMs);
        }

        /// <summary>Moves to the oldest batch that has not been acknowledged, and stays there until it is; false if there is none.</summary>
        public bool TryNext()
        {
            return _sender.TryNext();
        }

        /// <summary>Limits the batch, which may be too large for the broker, to some of its events that the broker does not have yet.</summary>
        /// <param name="maxEvents">At least 1.</param>
        public void Narrow(int maxEvents)
        {
            _sender.Narrow(maxEvents);
        }

        /// <summary>The broker has acknowledged the batch, or the part of it.</summary>
        public void Acknowledged()
        {
            _sender.Acknowledged();
        }

        /// <summary>The broker refuses the part of the batch: its events are dropped. The rest of the batch, or the next one, says so.</summary>
        /// <returns>How many were dropped.</returns>
        public int GiveUp()
        {
            return _sender.GiveUp();
        }

        /// <summary>How many events of this run have been overwritten since the last call.</summary>
        public int TakeOverwrittenOwn()
        {
            return _losses.TakeOwn();
        }
    }
}
