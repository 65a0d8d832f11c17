using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Reads the batches of the store, oldest first, and deletes a page when the broker has acknowledged all of it. A batch says which numbers before
    /// it are lost.
    /// </summary>
    public sealed class StoreSender
    {
        private readonly StorePages _pages;
        private readonly StoreLosses _losses;
        private readonly int _boot;
        private readonly BatchOverflow _overflow = new BatchOverflow();
        private readonly byte[] _whole = new byte[BatchFormat.MaxBytes];
        private readonly byte[] _part = new byte[BatchFormat.MaxBytes];
        private readonly BatchPart _parts = new BatchPart();
        private bool _hasBatch;
        private int _wholeLength;
        private bool _isPart;
        private bool _isOneOnly;
        private int _partsSent;

        // The next number of the boot that is being sent. If the next batch begins later, the numbers between are lost.
        private bool _isExpecting;
        private int _expectedBoot;
        private int _expected;

        /// <summary>Sends these pages; owns none of them.</summary>
        public StoreSender(StorePages pages, StoreLosses losses, int boot)
        {
            _pages = pages;
            _losses = losses;
            _boot = boot;
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
            get { return _isPart ? _parts.End : _pages.Sending.BatchEnd; }
        }

        /// <summary>How many events it has, at most.</summary>
        public int BatchEvents
        {
            get { return _isPart ? _parts.Events : _isOneOnly ? 1 : BatchFormat.MaxEvents; }
        }

        /// <summary>Moves to the oldest batch that has not been acknowledged, and stays there until it is; false if there is none.</summary>
        public bool TryNext()
        {
            while (!_hasBatch)
            {
                if (!_pages.Sending.TryMoveNext())
                {
                    if (!TryTakeNext())
                    {
                        return false;
                    }
                }
                else if (unchecked(_pages.Sending.BatchEnd - _expected) > 0)
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
            int end = _pages.Sending.BatchEnd;
            int dropped = _isPart ? _parts.Events : unchecked(end - _pages.Sending.BatchFirst);
            int first = unchecked(BatchEnd - dropped);
            int length = dropped != 0 && _isPart ? _parts.Take(_whole, _wholeLength, _partsSent + dropped, BatchFormat.MaxEvents, _partsSent == 0, _part) : 0;
            _wholeLength = length == 0 ? 0 : _overflow.Add(_part, 0, length, dropped, _whole);
            _hasBatch = _wholeLength != 0;
            BatchLength = _wholeLength;
            _isPart = false;
            _partsSent = 0;
            return _hasBatch ? dropped : unchecked(end - first);
        }

        // The sent page is finished. Take the next one; last, the page that is still being filled.
        private bool TryTakeNext()
        {
            if (_pages.Sending.Slot >= 0)
            {
                _pages.Delete(_pages.Sending.Slot);
            }

            _pages.Sending.Clear();
            StoreIndex index = _pages.Index;
            int slot = index.FindOldest(_pages.Open.Slot, -1);
            if (slot >= 0)
            {
                Expect(index.Boot(slot), index.First(slot), index.Base(slot));
                if (!_pages.TryRead(slot))
                {
                    _pages.Delete(slot);
                }

                return true;
            }

            if (_pages.Open.IsEmpty)
            {
                _isExpecting = false;
                _losses.Clear();
                _pages.NoteEmpty();
                return false;
            }

            _pages.SendOpen();
            Expect(_pages.Sending.Boot, _pages.Sending.First, _pages.OwnFirst);
            return true;
        }

        private void Expect(int boot, int first, int firstStored)
        {
            if (_isExpecting && _expectedBoot == boot)
            {
                return;
            }

            _isExpecting = true;
            _expectedBoot = boot;
            _expected = _losses.FirstAccounted(boot, first);

            // It is unknown which page was spoiled. If an earlier page was, a reader that has its events ignores this report.
            _expected = _pages.HasSpoilt && boot != _boot && unchecked(firstStored - _expected) < 0 ? firstStored : _expected;
        }

        private void Prepare()
        {
            StorePage page = _pages.Sending;
            int lost = unchecked(page.BatchFirst - _expected);
            _wholeLength = lost > 0 ? _overflow.Add(page.Bytes, page.BatchAt, page.BatchLength, lost, _whole) : 0;
            if (_wholeLength == 0)
            {
                _wholeLength = page.BatchLength;
                for (int i = 0; i < _wholeLength; i++)
                {
                    _whole[i] = page.Bytes[page.BatchAt + i];
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
