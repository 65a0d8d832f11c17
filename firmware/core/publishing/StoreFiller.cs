using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides what goes into the store while the broker is away: all waiting events whenever the budget allows a write, and in between those for
    /// which the ring has no room.
    /// </summary>
    /// <remarks>The publisher's thread calls it, with nothing on its way to the broker.</remarks>
    public sealed class StoreFiller
    {
        // A shorter absence of the broker is not worth a write.
        private const int AwayMs = 60000;

        private readonly EventStore _store;
        private readonly EventRing _ring;
        private readonly Outbox _outbox;
        private readonly Envelope _envelope;
        private readonly EventSealer _sealer;

        /// <summary>Moves batches from the ring to the store; owns neither.</summary>
        public StoreFiller(EventStore store, EventRing ring, Outbox outbox, Envelope envelope, EventSealer sealer)
        {
            _store = store;
            _ring = ring;
            _outbox = outbox;
            _envelope = envelope;
            _sealer = sealer;
        }

        /// <summary>Stores the batches that are due.</summary>
        /// <param name="nowMs">Uptime now.</param>
        /// <param name="awayMs">The time since the last message from the broker.</param>
        /// <param name="withBoot">Whether the broker does not know yet that the device has started.</param>
        /// <param name="maxEvents">How many events a batch may have.</param>
        /// <returns>How long until the next step is due, in ms, unless an event is written.</returns>
        public int Step(long nowMs, long awayMs, bool withBoot, int maxEvents)
        {
            if (awayMs < AwayMs)
            {
                return (int)(AwayMs - awayMs);
            }

            bool isTime = _store.MsUntilWrite(nowMs) == 0;
            Move(nowMs, isTime, withBoot, maxEvents);
            while (((_store.IsDirty && isTime) || !_store.HasRoom) && _store.TryWrite(nowMs))
            {
                Move(nowMs, isTime, withBoot, maxEvents);
            }

            _ring.CountDropped(_store.TakeOverwrittenOwn());
            return _store.IsDirty || HasWaiting() ? _store.MsUntilWrite(nowMs) : int.MaxValue;
        }

        private void Move(long nowMs, bool everything, bool withBoot, int maxEvents)
        {
            while (_store.HasRoom && (everything ? HasWaiting() : _ring.IsHalfFull))
            {
                _outbox.Fill(maxEvents);
                int first = _outbox.First;
                int length = _sealer.SealForStore(nowMs / BatchFormat.TickMs, withBoot);
                if (_store.TryAdd(_envelope.Writer.Buffer, length, unchecked(first - _outbox.Overflow), unchecked(first + _outbox.Window)))
                {
                    _outbox.HandOver();
                }
            }
        }

        private bool HasWaiting()
        {
            return _outbox.Count != 0 || _ring.Count != 0;
        }
    }
}
