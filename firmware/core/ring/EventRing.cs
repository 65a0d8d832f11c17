using System;
using System.Runtime.CompilerServices;
using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Where events wait to be sent: a ring of fixed capacity that gives each event its number. When the ring is full, the oldest event in it makes
    /// room.
    /// </summary>
    /// <remarks>
    /// Any thread may write. One thread, the publisher's, takes events out, into the <see cref="Outbox"/>. Sequence numbers are unsigned 32-bit
    /// numbers kept in an int; the code only uses their differences, so they may pass int.MaxValue and wrap.
    /// </remarks>
    public sealed class EventRing
    {
        /// <summary>The lock of the ring, which is the ring itself; no thread holds it across a call that can block.</summary>
        public readonly object Gate;

        /// <summary>Set after each write, to wake the publisher.</summary>
        public readonly AutoResetEvent Wake;

        // The slot of an event is its number in the low bits: there is no second index.
        private readonly int _slotMask;
        private readonly int _capacity;
        private readonly int[] _words;
        private readonly int[] _ticks;
        private readonly int[] _values;

        // Under the lock.
        private int _next;

        // The publisher's own.
        private int _looked;
        private bool _isUrgent;
        private int _taken;
        private int _announced;

        /// <summary>Allocates all its memory.</summary>
        /// <param name="capacityEvents">How many events wait at most; at least 1.</param>
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

            Gate = this;
            _capacity = capacityEvents;
            _slotMask = slots - 1;
            _words = new int[slots];
            _ticks = new int[slots];
            _values = new int[slots];
            _next = first;
            _looked = first;
            _taken = first;
            Wake = wake;
        }

        /// <summary>How many events the ring can hold.</summary>
        public int CapacityEvents
        {
            get { return _capacity; }
        }

        /// <summary>How many events wait in the ring.</summary>
        public int Count
        {
            [MethodImpl(MethodImplOptions.Synchronized)]
            get { return Kept(); }
        }

        /// <summary>Whether no event waits in the ring; the publisher's to ask, and cheaper than how many do.</summary>
        public bool IsEmpty
        {
            get { return _next == _taken; }
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

        /// <summary>One more than the number of the last event that was taken out; the publisher's to ask.</summary>
        public int Taken
        {
            get { return _taken; }
        }

        /// <summary>How many events the full ring, and the full store behind it, have dropped since the start.</summary>
        public int Dropped
        {
            [MethodImpl(MethodImplOptions.Synchronized)]
            get { return unchecked(_announced + _next - Kept() - _taken); }
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
        /// Adds a motion event, which has no value, and gives it the next number. The caller then wakes the publisher: not under the lock, which the publisher
        /// needs at once. The edge of a pin takes this short way.
        /// </summary>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public void PutMotion(int word, int ticks)
        {
            int number = _next;
            int slot = number & _slotMask;
            _words[slot] = word;
            _ticks[slot] = ticks;
            _next = unchecked(number + 1);
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
        [MethodImpl(MethodImplOptions.Synchronized)]
        public bool TryPeekTicks(out int ticks)
        {
            int kept = Kept();
            ticks = _ticks[unchecked(_next - kept) & _slotMask];
            return kept != 0;
        }

        /// <summary>Whether an event that should not linger has been written since the ring was last empty. Only the publisher calls this.</summary>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public bool IsUrgent()
        {
            // Each event is checked once, up to the first that is urgent. Events that were dropped before the check do not count.
            int next = _next;
            int kept = Kept();
            int left = unchecked(next - _looked);
            left = (uint)left < (uint)kept ? left : kept;
            for (; left > 0 && !_isUrgent; left--)
            {
                _isUrgent = !EventWord.IsMeasured(_words[unchecked(next - left) & _slotMask]);
            }

            _looked = next;
            return _isUrgent;
        }

        /// <summary>Takes out the oldest events, as many as there is room for.</summary>
        /// <param name="into">Takes copies of them.</param>
        /// <param name="most">At most so many.</param>
        /// <returns>How many were taken.</returns>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public int Take(Outbox into, int most)
        {
            // The numbers between the last one taken before and the first one taken now were dropped: no second count to keep.
            int kept = Kept();
            int first = unchecked(_next - kept);
            int slot = first & _slotMask;
            int moved = kept < most ? kept : most;
            int beyond = slot + moved - _words.Length;
            into.Copy(_words, _ticks, _values, slot, 0, beyond > 0 ? moved - beyond : moved);
            if (beyond > 0)
            {
                into.Copy(_words, _ticks, _values, 0, moved - beyond, beyond);
            }

            moved = into.Fitting(moved);
            _announced = unchecked(_announced + first - _taken);
            _taken = unchecked(first + moved);
            if (moved == kept)
            {
                _isUrgent = false;
                _looked = _next;
            }

            return moved;
        }

        /// <summary>The store has overwritten events of this run, or the broker has refused them for good: they are dropped like those for which the ring has no room.</summary>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public void CountDropped(int events)
        {
            _announced += events;
        }

        // The events written since the last one taken that are still in the ring; under the lock.
        private int Kept()
        {
            uint written = unchecked((uint)(_next - _taken));
            return written < (uint)_capacity ? (int)written : _capacity;
        }
    }
}
