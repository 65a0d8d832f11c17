using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Makes batches of the events in the outbox. Allocates nothing once constructed.</summary>
    public sealed class EventSealer
    {
        private readonly Envelope _envelope;
        private readonly Outbox _outbox;

        /// <summary>Reads from both; owns neither.</summary>
        public EventSealer(Envelope envelope, Outbox outbox)
        {
            _envelope = envelope;
            _outbox = outbox;
        }

        /// <summary>Seals the outbox, in the short form if that says everything.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withBoot">Whether the batch reports the start of the device.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int Seal(long nowTicks, bool withBoot)
        {
            int overflow = _outbox.Overflow;
            if (!withBoot && overflow == 0 && _outbox.Window != 0)
            {
                int now = (int)nowTicks;
                long firstTicks = nowTicks - unchecked(now - _outbox.Ticks(0));
                if (_envelope.TryBeginShort(_outbox.First, firstTicks, nowTicks - _outbox.Age(now), nowTicks))
                {
                    return End();
                }
            }

            Begin(nowTicks, withBoot);
            _envelope.PutCounters(false);
            return End(overflow);
        }

        /// <summary>
        /// Seals the outbox for the store, in the long form: a later boot may send it. The batch leaves out the counters: they are old when it is sent.
        /// </summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withBoot">Whether the batch reports the start of the device.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int SealForStore(long nowTicks, bool withBoot)
        {
            Begin(nowTicks, withBoot);
            return End(_outbox.Overflow);
        }

        private void Begin(long nowTicks, bool withBoot)
        {
            // A batch that reports the start reaches back to uptime zero.
            _envelope.Begin(_outbox.First, nowTicks, withBoot ? 0 : nowTicks - _outbox.Age((int)nowTicks), false);
            if (withBoot)
            {
                _envelope.PutBoot();
            }
        }

        private int End(int overflow)
        {
            _envelope.PutNumber(BatchFormat.FieldOverflow, overflow);
            _envelope.Writer.EndFields();
            return End();
        }

        private int End()
        {
            _outbox.WriteTo(_envelope.Writer);
            return _envelope.Writer.End();
        }
    }
}
