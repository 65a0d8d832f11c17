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

        /// <summary>Seals the outbox.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withBoot">Whether the batch reports the start of the device.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int Seal(long nowTicks, bool withBoot)
        {
            return Seal(nowTicks, withBoot, true);
        }

        /// <summary>Seals the outbox for the store. The batch leaves out the counters: they are old when it is sent.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withBoot">Whether the batch reports the start of the device.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int SealForStore(long nowTicks, bool withBoot)
        {
            return Seal(nowTicks, withBoot, false);
        }

        private int Seal(long nowTicks, bool withBoot, bool withCounters)
        {
            // A batch that reports the start reaches back to uptime zero.
            _envelope.Begin(_outbox.First, nowTicks, withBoot ? 0 : nowTicks - _outbox.Age((int)nowTicks), false);
            if (withBoot)
            {
                _envelope.PutBoot();
            }

            if (withCounters)
            {
                _envelope.PutCounters(false);
            }

            _envelope.PutNumber(BatchFormat.FieldOverflow, _outbox.Overflow);
            BatchWriter writer = _envelope.Writer;
            writer.EndFields();
            _outbox.WriteTo(writer);
            return writer.End();
        }
    }
}
