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

        private readonly EventRing _ring;
        private readonly int[] _words = new int[BatchFormat.MaxEvents];
        private readonly int[] _ticks = new int[BatchFormat.MaxEvents];
        private readonly int[] _values = new int[BatchFormat.MaxEvents];
        private int _count;
        private int _window;
        private int _bytes;
        private int _acknowledged;
        private int _handedOver;

        /// <summary>An empty outbox.</summary>
        /// <param name="ring">Where its events come from; nothing has been taken out of it yet.</param>
        public Outbox(EventRing ring)
        {
            _ring = ring;
            _acknowledged = ring.Taken;
            _handedOver = ring.Taken;
        }

        /// <summary>How many events are in it.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>How many of the oldest events are sealed and acknowledged together: all, unless <see cref="Narrow"/> has set fewer.</summary>
        public int Window
        {
            get { return _window; }
        }

        /// <summary>Whether a batch must be sent: with the events in it, or to say which ones were dropped.</summary>
        public bool IsWaiting
        {
            get { return _count != 0 || Overflow != 0; }
        }

        /// <summary>The number of the first event in it; if it is empty, of the next one to be taken.</summary>
        public int First
        {
            get { return unchecked(_ring.Taken - _count); }
        }

        /// <summary>How many events just before the first one were dropped, by the full ring or the full store.</summary>
        public int Overflow
        {
            get { return unchecked(First - _handedOver); }
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
            int oldest = 0;
            for (int i = 0; i < _window; i++)
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
        /// Takes the oldest events out of the ring, as many as a batch holds. While the outbox has events it stays as it is: a retry sends the same ones.
        /// </summary>
        /// <param name="most">At most so many: 1 to 64.</param>
        /// <returns>How many events are in the outbox.</returns>
        public int Fill(int most)
        {
            if (_count == 0)
            {
                _bytes = 0;
                _count = _ring.Take(this, most);
                _window = _count;
            }

            return _count;
        }

        /// <summary>Takes a copy of an event; false if a batch might have no room for it. The ring calls it while the outbox is filled.</summary>
        public bool TryPut(int index, int word, int ticks, int value)
        {
            _bytes += (word & EventWord.KindMask) <= (int)EventKind.Motion ? ShortEventBytes : ExtendedEventBytes;
            if (_bytes > EventBytesInBatch)
            {
                return false;
            }

            _words[index] = word;
            _ticks[index] = ticks;
            _values[index] = value;
            return true;
        }

        /// <summary>Limits how many events are sealed together, even after a larger batch has been sealed.</summary>
        /// <param name="most">At least 1.</param>
        public void Narrow(int most)
        {
            _window = _count < most ? _count : most;
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
            _handedOver = First;
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

            _count = left;
            _window = left;
        }
    }
}
