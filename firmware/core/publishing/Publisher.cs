using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides what is sent, and when. One message is on its way at a time. A batch stays in the outbox until the broker or the store has it.
    /// </summary>
    /// <remarks>One thread calls <see cref="Step"/>; no other thread uses it.</remarks>
    public sealed class Publisher
    {
        private const int Nothing = 0;
        private const int SendingEvents = 1;
        private const int SendingRetained = 2;
        private const int SendingStored = 3;

        private readonly Connection _connection;
        private readonly IClock _clock;
        private readonly EventRing _ring;
        private readonly Outbox _outbox;
        private readonly Envelope _envelope;
        private readonly EventSealer _events;
        private readonly RetainedMessages _retained;
        private readonly Counters _counters;
        private readonly EventStore _store;
        private readonly StoreFiller _filler;
        private readonly Linger _linger;
        private readonly LoneRefusal _lone = new LoneRefusal();

        private int _sending;

        // Events and retained messages take turns, so that neither blocks the other. Names and state are sent first, so that a reader knows them when the
        // events come.
        private bool _sentEventsLast = true;
        private bool _bootPending = true;
        private long _heardAtMs;
        private bool _hasHeard;

        /// <summary>A publisher that has sent nothing yet.</summary>
        /// <param name="connection">The way to the broker.</param>
        /// <param name="clock">The device's time.</param>
        /// <param name="ring">The ring in which events wait.</param>
        /// <param name="outbox">The events that are on their way.</param>
        /// <param name="envelope">What the sealers share.</param>
        /// <param name="events">Makes batches of the outbox.</param>
        /// <param name="retained">Decides when state and names are due.</param>
        /// <param name="counters">The counters.</param>
        /// <param name="settings">The settings.</param>
        /// <param name="store">Where batches go while the broker is away; null for none.</param>
        public Publisher(
            Connection connection,
            IClock clock,
            EventRing ring,
            Outbox outbox,
            Envelope envelope,
            EventSealer events,
            RetainedMessages retained,
            Counters counters,
            Settings settings,
            EventStore store)
        {
            _connection = connection;
            _clock = clock;
            _ring = ring;
            _outbox = outbox;
            _envelope = envelope;
            _events = events;
            _retained = retained;
            _counters = counters;
            _store = store;
            _filler = store == null ? null : new StoreFiller(store, ring, outbox, envelope, events);
            _linger = new Linger(ring, settings.LingerMs);
        }

        /// <summary>How many events a batch may have now.</summary>
        public readonly BatchSize Size = new BatchSize();

        /// <summary>Whether the broker has everything that has been raised.</summary>
        public bool IsIdle
        {
            get { return _outbox.FirstUnacknowledged == _ring.Next && !_bootPending && (_store == null || _store.IsEmpty); }
        }

        /// <summary>From now on nothing lingers, because the device is about to stop.</summary>
        public void Flush()
        {
            _linger.End();
        }

        /// <summary>The connection has been opened: send names and state again.</summary>
        public void OnOpened()
        {
            _sending = Nothing;
            _retained.Opened(_clock.UptimeMs);
        }

        /// <summary>The state is due now, whenever the last one was sent.</summary>
        public void HurryState()
        {
            _retained.Hurry(_clock.UptimeMs);
        }

        /// <summary>Takes the outcome of the last message, and sends the next one if it is due.</summary>
        /// <returns>How long until the next step is due, in ms, unless an event is written or the connection reports something.</returns>
        public int Step()
        {
            TakeOutcome();
            long nowMs = _clock.UptimeMs;
            if (!_connection.IsReady || _sending != Nothing)
            {
                return _filler != null && !_connection.IsOpen && _sending == Nothing ? Store(nowMs) : int.MaxValue;
            }

            int eventsInMs = MsUntilEvents(nowMs);
            int retainedInMs = _retained.MsUntilDue(nowMs);
            if (retainedInMs == 0 && (eventsInMs != 0 || _sentEventsLast))
            {
                SendRetained(nowMs);
            }
            else if (eventsInMs == 0)
            {
                SendEvents(nowMs);
            }
            else
            {
                return eventsInMs < retainedInMs ? eventsInMs : retainedInMs;
            }

            return int.MaxValue;
        }

        // A connection without any acknowledgement does not count as contact with the broker.
        private int Store(long nowMs)
        {
            _heardAtMs = _hasHeard ? nowMs : _heardAtMs;
            _hasHeard = false;
            return _filler.Step(nowMs, nowMs - _heardAtMs, _bootPending, Size.MaxEvents);
        }

        private void TakeOutcome()
        {
            if (!_connection.TryTakeOutcome(out bool accepted))
            {
                return;
            }

            if (!accepted)
            {
                _counters.Add(CounterId.Unacknowledged);
                NoteFailure(_clock.UptimeMs);
            }
            else
            {
                _hasHeard = true;
                if (_sending == SendingRetained)
                {
                    _retained.Accepted();

                    // The state follows the names at once.
                    _sentEventsLast = _retained.Topic == Topic.Names;
                    _lone.Heard();
                }
                else
                {
                    Size.Succeeded(_clock.UptimeMs);
                    _lone.Passed();
                }

                if (_sending == SendingStored)
                {
                    TakeStored();
                }
                else if (_sending == SendingEvents || _retained.Topic == Topic.State)
                {
                    _envelope.Acknowledged();
                }

                if (_sending == SendingEvents)
                {
                    _outbox.Acknowledge();
                    _bootPending = false;
                }
            }

            _sending = Nothing;
        }

        private void NoteFailure(long nowMs)
        {
            if (_sending == SendingRetained)
            {
                _retained.Failed(nowMs);
            }
            else
            {
                NoteRefused(_sending == SendingStored ? _store.BatchEvents : _outbox.Window, nowMs);
            }
        }

        // An event that is refused on its own is given up at last: everything else waits behind it.
        private void NoteRefused(int events, long nowMs)
        {
            Size.Failed(events, nowMs);
            if (events > 1)
            {
                return;
            }

            _lone.Refused(nowMs);
            if (_lone.IsHopeless(nowMs))
            {
                _lone.GivenUp();
                bool isStored = _sending == SendingStored;
                int dropped = isStored ? _store.GiveUp() : _outbox.GiveUp();
                _ring.CountDropped(isStored && !_store.IsOwn ? 0 : dropped);
            }
        }

        // Batches that were stored before the start was acknowledged also report the start.
        private void TakeStored()
        {
            if (_store.IsOwn)
            {
                _outbox.AcknowledgeStored(_store.BatchEnd);
                _bootPending = false;
            }

            _store.Acknowledged();
        }

        private int MsUntilEvents(long nowMs)
        {
            bool isDue = _bootPending || _outbox.IsWaiting || (_store != null && _store.TryNext());
            return isDue ? 0 : _linger.MsUntilDue(nowMs);
        }

        private void SendEvents(long nowMs)
        {
            if (_store != null && _store.TryNext())
            {
                SendStored();
                return;
            }

            _outbox.NoteStoreEmpty();
            _outbox.Fill(Size.MaxEvents);
            int length = _events.Seal(nowMs / BatchFormat.TickMs, _bootPending);
            if (_connection.TrySend(Topic.Events, _envelope.Writer.Buffer, length))
            {
                _sending = SendingEvents;
                _sentEventsLast = true;
            }
        }

        // The events in the store are older than those in the ring.
        private void SendStored()
        {
            _store.Narrow(Size.MaxEvents);
            if (_connection.TrySend(Topic.Events, _store.Batch, _store.BatchLength))
            {
                _sending = SendingStored;
                _sentEventsLast = true;
            }
        }

        private void SendRetained(long nowMs)
        {
            int length = _retained.Seal(nowMs);
            if (_connection.TrySend(_retained.Topic, _envelope.Writer.Buffer, length))
            {
                _sending = SendingRetained;
                _sentEventsLast = false;
                _retained.Sent(nowMs);
            }
        }
    }
}
