using System;
using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Where events wait to be sent: a ring of fixed capacity, and an outbox with the events that are on their way. When the ring is full the oldest
    /// event in it makes room; the producers cannot reach the outbox, so events on their way are never dropped.
    /// </summary>
    /// <remarks>
    /// Any thread may write. One thread, the publisher's, fills, reads and empties the outbox. Sequence numbers are unsigned 32-bit numbers kept in
    /// an int; the code only uses their differences, so they may pass int.MaxValue and wrap.
    /// </remarks>
    public sealed class EventRing
    {
        // The most bytes that one event can take in a batch, short and extended kinds, and the room for events in a batch after the longest header
        // and fields.
        private const int ShortEventBytes = 10;
        private const int ExtendedEventBytes = 18;
        private const int EventBytesInBatch = BatchFormat.MaxBytes - 160;

        /// <summary>
        /// The lock of everything that raises events. A sensor holds it while it decides and writes, and never while it waits or does I/O.
        /// </summary>
        public readonly object Gate = new object();

        /// <summary>Set after each write, to wake the publisher.</summary>
        public readonly AutoResetEvent Wake;

        // The slot of an event is its number in the low bits: there is no second index.
        private readonly int _slotMask;
        private readonly int _capacity;
        private readonly int[] _words;
        private readonly int[] _ticks;
        private readonly int[] _values;

        private readonly int[] _outWords = new int[BatchFormat.MaxEvents];
        private readonly int[] _outTicks = new int[BatchFormat.MaxEvents];
        private readonly int[] _outValues = new int[BatchFormat.MaxEvents];

        // Under the lock.
        private int _next;

        // The publisher's own.
        private int _looked;
        private bool _isUrgent;
        private int _taken;
        private int _acknowledged;
        private int _handedOver;
        private int _outCount;
        private int _announced;

        /// <summary>Allocates all its memory.</summary>
        /// <param name="capacityEvents">How many events wait at most, besides those in the outbox; at least 1.</param>
        /// <param name="first">The first sequence number: 1, except in tests.</param>
        /// <param name="wake">Set after each write, to wake the publisher.</param>
        public EventRing(int capacityEvents, int first, AutoResetEvent wake)
        {
            if (capacityEvents < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            int slots = 1;
            while (slots < capacityEvents)
            {
                slots *= 2;
            }

            _capacity = capacityEvents;
            _slotMask = slots - 1;
            _words = new int[slots];
            _ticks = new int[slots];
            _values = new int[slots];
            _next = first;
            _looked = first;
            _taken = first;
            _acknowledged = first;
            _handedOver = first;
            Wake = wake;
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
                lock (Gate)
                {
                    return Kept();
                }
            }
        }

        /// <summary>Whether the ring is half full, so that events should leave it.</summary>
        public bool IsHalfFull
        {
            get { return Count >= (_capacity + 1) / 2; }
        }

        /// <summary>The number that the next event will get.</summary>
        public int Next
        {
            get { return _next; }
        }

        /// <summary>The number of the newest event, one less than the first number if there is none.</summary>
        public int LastNumber
        {
            get { return unchecked(_next - 1); }
        }

        /// <summary>Every number below this one has left the device: acknowledged, or announced as dropped in an acknowledged batch.</summary>
        public int FirstUnacknowledged
        {
            get { return _acknowledged; }
        }

        /// <summary>How many events the full ring, and the full store behind it, have dropped since the start.</summary>
        public int Dropped
        {
            get
            {
                lock (Gate)
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

        /// <summary>The number of the first event in the outbox; if it is empty, of the next one to be taken.</summary>
        public int OutboxFirst
        {
            get { return unchecked(_taken - _outCount); }
        }

        /// <summary>How many events just before the first one in the outbox were dropped by the full ring.</summary>
        public int OutboxOverflow
        {
            get { return unchecked(_taken - _outCount - _handedOver); }
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

        /// <summary>Adds an event, gives it the next number and wakes the publisher.</summary>
        public void Write(int word, int ticks, int value)
        {
            lock (Gate)
            {
                Put(word, ticks, value);
            }

            Wake.Set();
        }

        /// <summary>
        /// Adds an event and gives it the next number; if the ring is full, its oldest event is dropped. The caller holds the gate, and wakes the
        /// publisher after it has released the gate.
        /// </summary>
        public void Put(int word, int ticks, int value)
        {
            int number = _next;
            int slot = number & _slotMask;
            _words[slot] = word;
            _ticks[slot] = ticks;
            _values[slot] = value;
            _next = unchecked(number + 1);
        }

        /// <summary>The uptime of the oldest event in the ring, or false if there is none.</summary>
        public bool TryPeekTicks(out int ticks)
        {
            lock (Gate)
            {
                int kept = Kept();
                ticks = _ticks[unchecked(_next - kept) & _slotMask];
                return kept != 0;
            }
        }

        /// <summary>Whether an event that should not linger has been written since the ring was last empty. Only the publisher calls this.</summary>
        public bool IsUrgent()
        {
            lock (Gate)
            {
                // Each event is checked once. Events that were dropped before the check do not count.
                int kept = Kept();
                int left = unchecked(_next - _looked);
                left = left >= 0 && left < kept ? left : kept;
                for (; left > 0; left--)
                {
                    int word = _words[unchecked(_next - left) & _slotMask];
                    _isUrgent = _isUrgent || !EventWord.IsMeasured(word);
                }

                _looked = _next;
                return _isUrgent;
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

            lock (Gate)
            {
                // The numbers between the last one taken before and the first one taken now were dropped. There is no second count.
                int kept = Kept();
                int first = unchecked(_next - kept);
                int moved = Move(first, kept < most ? kept : most);
                _announced = unchecked(_announced + first - _taken);
                _taken = unchecked(first + moved);
                _outCount = moved;
                if (moved == kept)
                {
                    _isUrgent = false;
                    _looked = _next;
                }
            }

            return _outCount;
        }

        /// <summary>The broker has acknowledged the events in the outbox, and they are removed.</summary>
        public void EmptyOutbox()
        {
            _handedOver = _taken;
            _acknowledged = _taken;
            _outCount = 0;
        }

        /// <summary>The store has taken over the events in the outbox, and will send them.</summary>
        public void HandOverOutbox()
        {
            _handedOver = _taken;
            _outCount = 0;
        }

        /// <summary>The broker has acknowledged the stored events up to a number.</summary>
        /// <param name="end">One more than the last one's.</param>
        public void AcknowledgeStored(int end)
        {
            _acknowledged = unchecked(end - _acknowledged) > 0 ? end : _acknowledged;
        }

        /// <summary>
        /// The store is empty. Its events that the broker has not acknowledged are lost, and the next batch reports them as dropped.
        /// </summary>
        public void NoteStoreEmpty()
        {
            _handedOver = _acknowledged;
        }

        /// <summary>The store has overwritten events of this run: they are dropped like those for which the ring has no room.</summary>
        public void CountOverwritten(int events)
        {
            lock (Gate)
            {
                _announced += events;
            }
        }

        // The events written since the last one taken that are still in the ring; under the lock.
        private int Kept()
        {
            uint written = unchecked((uint)(_next - _taken));
            return written < (uint)_capacity ? (int)written : _capacity;
        }

        private int Move(int first, int most)
        {
            int bytes = 0;
            for (int moved = 0; moved < most; moved++)
            {
                int slot = unchecked(first + moved) & _slotMask;
                int word = _words[slot];
                bytes += (word & EventWord.KindMask) <= (int)EventKind.Motion ? ShortEventBytes : ExtendedEventBytes;
                if (bytes > EventBytesInBatch)
                {
                    return moved;
                }

                _outWords[moved] = word;
                _outTicks[moved] = _ticks[slot];
                _outValues[moved] = _values[slot];
            }

            return most;
        }
    }
}
