using System;
using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Where events wait to be sent: a ring of fixed capacity, and an outbox with the events that are on their way. When the ring
    /// is full the oldest event in it makes room; the outbox is out of the producers' reach, so what is on its way is never dropped.
    /// </summary>
    /// <remarks>
    /// Any thread may write. One thread, the publisher's, fills, reads and empties the outbox. Sequence numbers are unsigned 32-bit
    /// numbers kept in an int; they only ever meet in differences, so they may pass int.MaxValue and wrap.
    /// </remarks>
    public sealed class EventRing
    {
        // The most bytes that one event can take in a batch, short and extended kinds, and what a batch leaves them
        // after the longest header and fields.
        private const int ShortEventBytes = 10;
        private const int ExtendedEventBytes = 18;
        private const int EventBytesInBatch = BatchFormat.MaxBytes - 160;

        private readonly object _lock = new object();
        private readonly AutoResetEvent _written;
        private readonly int _capacity;
        private readonly int[] _words;
        private readonly int[] _ticks;
        private readonly int[] _values;

        private readonly int[] _outWords = new int[BatchFormat.MaxEvents];
        private readonly int[] _outTicks = new int[BatchFormat.MaxEvents];
        private readonly int[] _outValues = new int[BatchFormat.MaxEvents];

        // Under the lock.
        private int _write;
        private int _next;
        private bool _urgent;

        // The publisher's own.
        private int _taken;
        private int _acknowledged;
        private int _outCount;
        private int _announced;

        /// <summary>Takes all the memory that it will ever need.</summary>
        /// <param name="capacityEvents">How many events wait at most, besides those in the outbox; at least 1.</param>
        /// <param name="first">The first sequence number: 1, but for tests.</param>
        /// <param name="written">Set after each write, to wake the publisher.</param>
        public EventRing(int capacityEvents, int first, AutoResetEvent written)
        {
            if (capacityEvents < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _capacity = capacityEvents;
            _words = new int[capacityEvents];
            _ticks = new int[capacityEvents];
            _values = new int[capacityEvents];
            _next = first;
            _taken = first;
            _acknowledged = first;
            _written = written;
        }

        /// <summary>How many events the ring can hold.</summary>
        public int CapacityEvents
        {
            get { return _capacity; }
        }

        /// <summary>How many events wait in the ring; those in the outbox are not among them.</summary>
        public int Count
        {
            get
            {
                lock (_lock)
                {
                    return Kept();
                }
            }
        }

        /// <summary>The number that the next event will get.</summary>
        public int Next
        {
            get { return _next; }
        }

        /// <summary>The number of the newest event, one less than the first number before there is one.</summary>
        public int LastNumber
        {
            get { return unchecked(_next - 1); }
        }

        /// <summary>Whether an event that should not linger has been written since the ring was last taken empty.</summary>
        public bool IsUrgent
        {
            get { return _urgent; }
        }

        /// <summary>Every number below this one has left the device: acknowledged, or announced as dropped in an acknowledged batch.</summary>
        public int FirstUnacknowledged
        {
            get { return _acknowledged; }
        }

        /// <summary>How many events the full ring has dropped since the start.</summary>
        public int Dropped
        {
            get
            {
                lock (_lock)
                {
                    return unchecked(_announced + _next - Kept() - _taken);
                }
            }
        }

        /// <summary>How many events are in the outbox.</summary>
        public int OutboxCount
        {
            get { return _outCount; }
        }

        /// <summary>The number of the first event in the outbox; of the next one to be taken where it is empty.</summary>
        public int OutboxFirst
        {
            get { return unchecked(_taken - _outCount); }
        }

        /// <summary>How many events just before the first one in the outbox were dropped by the full ring.</summary>
        public int OutboxOverflow
        {
            get { return unchecked(_taken - _outCount - _acknowledged); }
        }

        /// <summary>The word of an event in the outbox: see <see cref="EventWord"/>.</summary>
        public int OutboxWord(int index)
        {
            return _outWords[index];
        }

        /// <summary>The low 32 bits of the uptime, in ticks, of an event in the outbox.</summary>
        public int OutboxTicks(int index)
        {
            return _outTicks[index];
        }

        /// <summary>The value of an event in the outbox.</summary>
        public int OutboxValue(int index)
        {
            return _outValues[index];
        }

        /// <summary>Adds an event and gives it the next number; the oldest in the ring makes room where there is none.</summary>
        public void Write(int word, int ticks, int value)
        {
            lock (_lock)
            {
                int slot = _write;
                _words[slot] = word;
                _ticks[slot] = ticks;
                _values[slot] = value;
                if (++slot == _capacity)
                {
                    slot = 0;
                }

                _write = slot;
                _next = unchecked(_next + 1);
                if ((word & EventWord.KindMask) != (int)EventKind.Temperature)
                {
                    _urgent = true;
                }
            }

            _written.Set();
        }

        /// <summary>The uptime of the oldest event in the ring, or false where there is none.</summary>
        public bool TryPeekTicks(out int ticks)
        {
            lock (_lock)
            {
                int kept = Kept();
                ticks = _ticks[Oldest(kept)];
                return kept != 0;
            }
        }

        /// <summary>
        /// Moves the oldest events into the outbox, as many as a batch takes. While the outbox has events it stays as it is:
        /// a retry sends the same ones.
        /// </summary>
        /// <param name="most">At most so many: 1 to 64.</param>
        /// <returns>How many events are in the outbox.</returns>
        public int FillOutbox(int most)
        {
            if (_outCount != 0)
            {
                return _outCount;
            }

            lock (_lock)
            {
                int kept = Kept();
                int slot = Oldest(kept);
                int bytes = 0;
                int moved = 0;
                while (moved < kept && moved < most)
                {
                    int word = _words[slot];
                    bytes += (word & EventWord.KindMask) <= (int)EventKind.Motion ? ShortEventBytes : ExtendedEventBytes;
                    if (bytes > EventBytesInBatch)
                    {
                        break;
                    }

                    _outWords[moved] = word;
                    _outTicks[moved] = _ticks[slot];
                    _outValues[moved] = _values[slot];
                    moved++;
                    if (++slot == _capacity)
                    {
                        slot = 0;
                    }
                }

                // What lies between the last number taken before and the first one taken now was dropped: no second count to keep.
                int first = unchecked(_next - kept);
                _announced = unchecked(_announced + first - _taken);
                _taken = unchecked(first + moved);
                _outCount = moved;
                if (moved == kept)
                {
                    _urgent = false;
                }
            }

            return _outCount;
        }

        /// <summary>The broker has the events in the outbox: they are done with.</summary>
        public void EmptyOutbox()
        {
            _acknowledged = _taken;
            _outCount = 0;
        }

        // What has been written since the last one taken, as far as it still is there: under the lock.
        private int Kept()
        {
            uint written = unchecked((uint)(_next - _taken));
            return written < (uint)_capacity ? (int)written : _capacity;
        }

        private int Oldest(int kept)
        {
            int slot = _write - kept;
            return slot < 0 ? slot + _capacity : slot;
        }
    }
}
