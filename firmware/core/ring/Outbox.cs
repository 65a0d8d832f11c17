using System;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The events that are on their way to the broker, and up to which number everything has left the device. No producer reaches it, so an event that
    /// is on its way is never dropped.
    /// </summary>
    /// <remarks>The publisher's thread alone touches it.</remarks>
    public sealed class Outbox
    {
        // The most bytes that one event can take in a batch, short and extended kinds, and the room for events in a batch after the longest header
        // and fields.
        private const int ShortEventBytes = 10;
        private const int ExtendedEventBytes = 19;
        private const int EventBytesInBatch = BatchFormat.MaxBytes - 160;

        // So many events fit into a batch, whatever they are.
        private const int AlwaysFit = EventBytesInBatch / ExtendedEventBytes;

        private readonly EventRing _ring;
        private readonly int[] _words = new int[BatchFormat.MaxEvents];
        private readonly int[] _ticks = new int[BatchFormat.MaxEvents];
        private readonly int[] _values = new int[BatchFormat.MaxEvents];
        private int _first;
        private int _count;
        private int _window;
        private int _acknowledged;
        private int _handedOver;

        /// <summary>An empty outbox.</summary>
        /// <param name="ring">Where its events come from; nothing has been taken out of it yet.</param>
        public Outbox(EventRing ring)
        {
            _ring = ring;
            _first = ring.Taken;
            _acknowledged = ring.Taken;
            _handedOver = ring.Taken;
        }

        /// <summary>How many events are in it.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>How many of the oldest events are sealed and acknowledged together: all, unless a batch may have fewer now.</summary>
        public int Window
        {
            get { return _window; }
        }

        /// <summary>Whether a batch must be sent: with the events in it, or to say which ones were dropped.</summary>
        public bool IsWaiting
        {
            get { return _count != 0 || _first != _handedOver; }
        }

        /// <summary>The number of the first event in it; if it is empty, of the next one to be taken.</summary>
        public int First
        {
            get { return _first; }
        }

        /// <summary>How many events just before the first one were dropped, by the full ring or the full store.</summary>
        public int Overflow
        {
            get { return unchecked(_first - _handedOver); }
        }

        /// <summary>Every number below this one has left the device: acknowledged, or announced as dropped in an acknowledged batch.</summary>
        public int FirstUnacknowledged
        {
            get { return _acknowledged; }
        }

        /// <summary>How old the oldest event of the window is, in ticks; 0 if none is older than now.</summary>
        public int Age(int nowTicks)
        {
            int[] ticks = _ticks;
            int window = _window;
            int oldest = 0;
            for (int i = 0; i < window; i++)
            {
                int age = unchecked(nowTicks - ticks[i]);
                oldest = age > oldest ? age : oldest;
            }

            return oldest;
        }

        /// <summary>Writes the events of the window.</summary>
        internal void WriteTo(BatchWriter writer)
        {
            for (int i = 0; i < _window; i++)
            {
                writer.PutEvent(_words[i], _ticks[i], _values[i]);
            }
        }

        /// <summary>The word of an event: see <see cref="EventWord"/>.</summary>
        public int Word(int index)
        {
            return _words[index];
        }

        /// <summary>The low 32 bits of an event's uptime, in ticks.</summary>
        public int Ticks(int index)
        {
            return _ticks[index];
        }

        /// <summary>The value of an event.</summary>
        public int Value(int index)
        {
            return _values[index];
        }

        /// <summary>
        /// Takes the oldest events out of the ring, as many as a batch holds. While the outbox has events it stays as it is: a retry sends the same ones,
        /// or as many of the oldest as a batch may have now.
        /// </summary>
        /// <param name="most">At most so many in a batch: 1 to 64.</param>
        /// <returns>How many events are in the outbox.</returns>
        public int Fill(int most)
        {
            if (_count == 0)
            {
                _count = _ring.Take(this, most);
                _first = unchecked(_ring.Taken - _count);
            }

            _window = _count < most ? _count : most;
            return _count;
        }

        /// <summary>Takes copies of events that follow each other in the ring's memory. The ring calls it while the outbox is filled.</summary>
        /// <param name="words">The ring's words.</param>
        /// <param name="ticks">The ring's uptimes.</param>
        /// <param name="values">The ring's values.</param>
        /// <param name="slot">Where the events begin there.</param>
        /// <param name="index">Where they begin here.</param>
        /// <param name="count">How many they are.</param>
        public void Copy(int[] words, int[] ticks, int[] values, int slot, int index, int count)
        {
            Array.Copy(words, slot, _words, index, count);
            Array.Copy(ticks, slot, _ticks, index, count);
            Array.Copy(values, slot, _values, index, count);
        }

        /// <summary>How many of the first events surely fit into a batch. The ring asks it while the outbox is filled.</summary>
        /// <param name="count">How many have been copied.</param>
        public int Fitting(int count)
        {
            if (count <= AlwaysFit)
            {
                return count;
            }

            int[] words = _words;
            int left = EventBytesInBatch;
            for (int i = 0; i < count; i++)
            {
                left -= (words[i] & EventWord.KindMask) <= (int)EventKind.Motion ? ShortEventBytes : ExtendedEventBytes;
                if (left < 0)
                {
                    return i;
                }
            }

            return count;
        }

        /// <summary>The broker has acknowledged the events that were sealed together.</summary>
        public void Acknowledge()
        {
            HandOver();
            _acknowledged = _handedOver;
        }

        /// <summary>The store has taken over the events that were sealed together, and will send them.</summary>
        public void HandOver()
        {
            RemoveWindow();
            _handedOver = _first;
        }

        /// <summary>The broker refuses the events that were sealed together: they are dropped, and the next batch says so.</summary>
        /// <returns>How many were dropped.</returns>
        public int GiveUp()
        {
            int dropped = _window;
            RemoveWindow();
            return dropped;
        }

        /// <summary>The broker has acknowledged what the store had up to a number.</summary>
        /// <param name="end">One more than the last one's.</param>
        public void AcknowledgeStored(int end)
        {
            _acknowledged = unchecked(end - _acknowledged) > 0 ? end : _acknowledged;
        }

        /// <summary>The store is empty: what it had and the broker has not got is lost, and the next batch says that it was dropped.</summary>
        public void NoteStoreEmpty()
        {
            _handedOver = _acknowledged;
        }

        private void RemoveWindow()
        {
            int left = _count - _window;
            for (int i = 0; i < left; i++)
            {
                _words[i] = _words[i + _window];
                _ticks[i] = _ticks[i + _window];
                _values[i] = _values[i + _window];
            }

            _first = unchecked(_first + _window);
            _count = left;
            _window = left;
        }
    }
}
