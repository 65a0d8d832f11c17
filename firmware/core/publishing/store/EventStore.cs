using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Batches that survive a power cut, in pages: sealed while the broker is away, sent oldest first when it is back, deleted when it has
    /// acknowledged them. When every page is taken the oldest is overwritten, and the next batch announces its events as lost, like those that the
    /// ring drops. The <see cref="WriteBudget"/> limits how often a page is written.
    /// </summary>
    /// <remarks>
    /// Only the publisher's thread uses it; other threads may read the counts. A page is written into a free slot before the page that it replaces,
    /// or that makes room, is deleted. So a power cut never destroys an earlier page. A page that is being sent stays.
    /// </remarks>
    public sealed class EventStore
    {
        /// <summary>No storage has more slots.</summary>
        public const int MaxPages = 32;

        /// <summary>One page that replaces another, one that is sent, one that is filled, one that waits.</summary>
        public const int MinPages = 4;

        private const int BytesPerKilobyte = 1024;

        private readonly IPageStorage _storage;
        private readonly int _slots;
        private readonly int _boot;
        private readonly WriteBudget _budget;
        private readonly StoreIndex _index = new StoreIndex(MaxPages);
        private readonly BatchOverflow _overflow = new BatchOverflow();
        private readonly byte[] _whole = new byte[BatchFormat.MaxBytes];
        private readonly byte[] _part = new byte[BatchFormat.MaxBytes];
        private readonly BatchPart _parts = new BatchPart();
        private StorePage _open = new StorePage();
        private StorePage _sending = new StorePage();
        private int _nextNumber;
        private bool _isFull;
        private bool _isRefused;
        private long _triedAtMs;
        private bool _hasBatch;
        private int _wholeLength;
        private bool _isPart;
        private bool _isOneOnly;
        private int _partsSent;
        private int _overwrittenOwn;
        private bool _hasOwn;
        private int _ownFirst;

        // Slots with bytes that are no page: the flash has spoiled it, or the power failed during the write. It stays until everything else is sent,
        // or its slot is needed. As long as it is there, missing events are reported lost, even after another restart.
        private readonly bool[] _isSpoilt = new bool[MaxPages];
        private bool _hasSpoilt;

        // A page that was overwritten and not sent. Every written page records this, because the memory of it is lost at a restart.
        private int _lostBoot;
        private int _lostFirst;
        private int _lostEnd;

        // The next number of the boot that is being sent. If the next batch begins later, the numbers between are lost.
        private bool _isExpecting;
        private int _expectedBoot;
        private int _expected;

        /// <summary>Reads which pages the storage contains.</summary>
        /// <param name="storage">Where pages are kept.</param>
        /// <param name="kilobytes">How much it may hold, in pages of 4 kB; less than <see cref="MinPages"/> pages count as that many.</param>
        /// <param name="boot">The id and the cause of this run.</param>
        /// <param name="budget">How often it may be written.</param>
        public EventStore(IPageStorage storage, int kilobytes, int boot, WriteBudget budget)
        {
            _storage = storage;
            int pages = kilobytes * BytesPerKilobyte / StorePage.MaxBytes;
            _slots = pages < MinPages ? MinPages : pages > MaxPages ? MaxPages : pages;
            _boot = boot;
            _budget = budget;
            Find();
        }

        /// <summary>How many pages it may hold; one of them is always free, for the next to be written.</summary>
        public int Pages
        {
            get { return _slots; }
        }

        /// <summary>How many pages contain events.</summary>
        public int PagesUsed
        {
            get { return _index.Count; }
        }

        /// <summary>How many pages this run has written.</summary>
        public int Writes { get; private set; }

        /// <summary>How often a page had to wait because the budget was used up.</summary>
        public int Refused { get; private set; }

        /// <summary>How many writes have failed.</summary>
        public int Failed { get; private set; }

        /// <summary>How many events were overwritten before they were sent.</summary>
        public int Overwritten { get; private set; }

        /// <summary>Whether there is nothing to be sent.</summary>
        public bool IsEmpty
        {
            get { return _index.Count == 0 && _open.IsEmpty && _sending.IsEmpty; }
        }

        /// <summary>Whether another batch fits; if not, a page must be written first.</summary>
        public bool HasRoom
        {
            get { return !_isFull; }
        }

        /// <summary>Whether something has been added that is not written yet.</summary>
        public bool IsDirty
        {
            get { return _open.IsDirty || _sending.IsDirty; }
        }

        /// <summary>
        /// The batch to which <see cref="TryNext"/> moved, or the part of it that <see cref="Narrow"/> has cut, at the start of the buffer.
        /// </summary>
        public byte[] Batch
        {
            get { return _isPart ? _part : _whole; }
        }

        /// <summary>Its length in bytes.</summary>
        public int BatchLength { get; private set; }

        /// <summary>One more than the number of its last event.</summary>
        public int BatchEnd
        {
            get { return _isPart ? _parts.End : _sending.BatchEnd; }
        }

        /// <summary>How many events it has, at most.</summary>
        public int BatchEvents
        {
            get { return _isPart ? _parts.Events : _isOneOnly ? 1 : BatchFormat.MaxEvents; }
        }

        /// <summary>Whether its events are of this run.</summary>
        public bool IsOwn
        {
            get { return _sending.Boot == _boot; }
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
            if (_open.IsEmpty)
            {
                _open.Begin(_nextNumber++, _boot, first);
                _ownFirst = _hasOwn ? _ownFirst : first;
                _hasOwn = true;
            }

            _isFull = !_open.TryAdd(batch, length, first, end);
            return !_isFull;
        }

        /// <summary>How long until a page should be written, in ms: when the budget has earned one, and the last one is not too fresh.</summary>
        public int MsUntilWrite(long uptimeMs)
        {
            int budgetMs = _budget.MsUntilOne(uptimeMs);
            long freshMs = _triedAtMs + _budget.PeriodMs - uptimeMs;
            return freshMs > budgetMs ? (int)freshMs : budgetMs;
        }

        /// <summary>Writes the added batches, as far as the budget allows; false if some are left.</summary>
        public bool TryWrite(long uptimeMs)
        {
            // The page that is being sent is older: never write the newer page without it.
            if (!TryWrite(_sending, uptimeMs) || !TryWrite(_open, uptimeMs))
            {
                return false;
            }

            if (_isFull)
            {
                _open.Clear();
                _isFull = false;
            }

            return true;
        }

        /// <summary>Moves to the oldest batch that has not been acknowledged, and stays there until it is; false if there is none.</summary>
        public bool TryNext()
        {
            while (!_hasBatch)
            {
                if (!_sending.TryMoveNext())
                {
                    if (!TryTakeNext())
                    {
                        return false;
                    }
                }
                else if (unchecked(_sending.BatchEnd - _expected) > 0)
                {
                    Prepare();
                }
            }

            return true;
        }

        /// <summary>Limits the batch, which may be too large for the broker, to some of its events that the broker does not have yet.</summary>
        /// <param name="maxEvents">At least 1.</param>
        public void Narrow(int maxEvents)
        {
            if (_partsSent == 0 && maxEvents >= BatchFormat.MaxEvents)
            {
                _isPart = false;
                BatchLength = _wholeLength;
                return;
            }

            int length = _parts.Take(_whole, _wholeLength, _partsSent, maxEvents, _partsSent == 0, _part);
            _isPart = length != 0;
            _isOneOnly = length == 0 && maxEvents == 1;
            BatchLength = _isPart ? length : _wholeLength;
        }

        /// <summary>The broker has acknowledged the batch, or the part of it.</summary>
        public void Acknowledged()
        {
            _expected = BatchEnd;
            _partsSent = _isPart ? _partsSent + _parts.Events : 0;
            _hasBatch = _isPart && !_parts.IsLast;
        }

        /// <summary>The broker refuses the part of the batch: its events are dropped. The rest of the batch, or the next one, says so.</summary>
        /// <returns>How many were dropped.</returns>
        public int GiveUp()
        {
            int end = _sending.BatchEnd;
            int dropped = _isPart ? _parts.Events : unchecked(end - _sending.BatchFirst);
            int first = unchecked(BatchEnd - dropped);
            int length = dropped != 0 && _isPart ? _parts.Take(_whole, _wholeLength, _partsSent + dropped, BatchFormat.MaxEvents, _partsSent == 0, _part) : 0;
            _wholeLength = length == 0 ? 0 : _overflow.Add(_part, 0, length, dropped, _whole);
            _hasBatch = _wholeLength != 0;
            BatchLength = _wholeLength;
            _isPart = false;
            _partsSent = 0;
            return _hasBatch ? dropped : unchecked(end - first);
        }

        /// <summary>How many events of this run have been overwritten since the last call.</summary>
        public int TakeOverwrittenOwn()
        {
            int events = _overwrittenOwn;
            _overwrittenOwn = 0;
            return events;
        }

        private void Find()
        {
            bool hasAny = false;
            int newestEnd = 0;
            for (int slot = 0; slot < MaxPages; slot++)
            {
                int length = _storage.Read(slot, _sending.Bytes, StorePage.HeaderBytes);
                if (length == 0)
                {
                    continue;
                }

                if (!_sending.TryTake(slot, length))
                {
                    _isSpoilt[slot] = true;
                    _hasSpoilt = true;
                    continue;
                }

                _index.Fill(slot, _sending);
                int ahead = hasAny ? unchecked(_sending.Number + 1 - _nextNumber) : 1;
                if (ahead > 0 || (ahead == 0 && unchecked(_sending.End - newestEnd) > 0))
                {
                    hasAny = true;
                    newestEnd = _sending.End;
                    _nextNumber = unchecked(_sending.Number + 1);
                    _lostBoot = _sending.LostBoot;
                    _lostFirst = _sending.LostFirst;
                    _lostEnd = _sending.LostEnd;
                }
            }

            _sending.Clear();
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

            Failed++;
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
            int doomed = page.Slot >= 0 || _index.CountFree(_slots) > 1 ? -1 : _index.FindOldest(_sending.Slot, _open.Slot);
            int lostBoot = _lostBoot;
            int lostFirst = _lostFirst;
            int lostEnd = _lostEnd;
            if (doomed >= 0)
            {
                NoteLost(doomed);
            }

            page.Seal(_lostBoot, _lostFirst, _lostEnd, _ownFirst);
            if (!_storage.TryWrite(slot, page.Bytes, page.Length))
            {
                _storage.TryDelete(slot);
                _lostBoot = lostBoot;
                _lostFirst = lostFirst;
                _lostEnd = lostEnd;
                return false;
            }

            int before = page.Slot;
            _isSpoilt[slot] = false;
            page.Slot = slot;
            page.IsDirty = false;
            _index.Fill(slot, page);
            if (before >= 0)
            {
                Delete(before);
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
            int slot = _index.FindFree(_slots);
            for (int i = 0; slot < 0 && i < MaxPages; i++)
            {
                int oldest = _index.FindOldest(_sending.Slot, _open.Slot);
                if (oldest < 0)
                {
                    return -1;
                }

                NoteLost(oldest);
                Overwrite(oldest);
                slot = _index.FindFree(_slots);
            }

            return slot;
        }

        // One range is enough: what was overwritten at the end of a boot is missing there in any case, and the ranges of one boot are adjacent.
        private void NoteLost(int slot)
        {
            int boot = _index.Boot(slot);
            if (boot == _lostBoot && _lostEnd == _index.First(slot))
            {
                _lostEnd = _index.End(slot);
            }
            else if (boot == _lostBoot && _lostFirst == _index.End(slot))
            {
                _lostFirst = _index.First(slot);
            }
            else if (boot == _boot || _index.HasOther(slot, boot))
            {
                _lostBoot = boot;
                _lostFirst = _index.First(slot);
                _lostEnd = _index.End(slot);
            }
        }

        private void Overwrite(int slot)
        {
            int events = unchecked(_index.End(slot) - _index.First(slot));
            Overwritten += events;
            _overwrittenOwn += _index.Boot(slot) == _boot ? events : 0;
            Delete(slot);
        }

        private void Delete(int slot)
        {
            _index.Free(slot);
            Failed += _storage.TryDelete(slot) ? 0 : 1;
        }

        // The sent page is finished. Take the next one; last, the page that is still being filled.
        private bool TryTakeNext()
        {
            if (_sending.Slot >= 0)
            {
                Delete(_sending.Slot);
            }

            _sending.Clear();
            int slot = _index.FindOldest(_open.Slot, -1);
            if (slot >= 0)
            {
                Expect(_index.Boot(slot), _index.First(slot), _index.Base(slot));
                int length = _storage.Read(slot, _sending.Bytes, StorePage.MaxBytes);
                if (!_sending.TryTake(slot, length))
                {
                    Delete(slot);
                }

                return true;
            }

            if (_open.IsEmpty)
            {
                _isExpecting = false;
                _lostEnd = _lostFirst;
                _hasOwn = false;
                DeleteSpoilt();
                return false;
            }

            StorePage filled = _open;
            _open = _sending;
            _sending = filled;
            _isFull = false;
            Expect(filled.Boot, filled.First, _ownFirst);
            return true;
        }

        private void DeleteSpoilt()
        {
            for (int slot = 0; slot < MaxPages && _hasSpoilt; slot++)
            {
                if (_isSpoilt[slot])
                {
                    _isSpoilt[slot] = false;
                    Failed += _storage.TryDelete(slot) ? 0 : 1;
                }
            }

            _hasSpoilt = false;
        }

        private void Expect(int boot, int first, int firstStored)
        {
            if (_isExpecting && _expectedBoot == boot)
            {
                return;
            }

            // If the power failed before the page was deleted, the page is still there within a range that is recorded as lost; the events before it
            // are not.
            bool isAfterLost = _lostBoot == boot && unchecked(first - _lostFirst) > 0 && unchecked(_lostEnd - first) >= 0;
            _isExpecting = true;
            _expectedBoot = boot;
            _expected = isAfterLost ? _lostFirst : first;

            // It is unknown which page was spoiled. If an earlier page was, a reader that has its events ignores this report.
            _expected = _hasSpoilt && boot != _boot && unchecked(firstStored - _expected) < 0 ? firstStored : _expected;
        }

        private void Prepare()
        {
            int lost = unchecked(_sending.BatchFirst - _expected);
            _wholeLength = lost > 0 ? _overflow.Add(_sending.Bytes, _sending.BatchAt, _sending.BatchLength, lost, _whole) : 0;
            if (_wholeLength == 0)
            {
                _wholeLength = _sending.BatchLength;
                for (int i = 0; i < _wholeLength; i++)
                {
                    _whole[i] = _sending.Bytes[_sending.BatchAt + i];
                }
            }

            BatchLength = _wholeLength;
            _isPart = false;
            _isOneOnly = false;
            _partsSent = 0;
            _hasBatch = true;
        }
    }
}
