using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Makes the message with the names of the sources and the private kinds. Allocates nothing once constructed.</summary>
    public sealed class NamesSealer
    {
        // The end of the fields and the check.
        private const int EndBytes = 3;

        private readonly Envelope _envelope;
        private readonly NamesAndKinds _content;

        /// <summary>Names as the settings say; sources beyond the sensors have none.</summary>
        public NamesSealer(Envelope envelope, Settings settings, int thermometers, int motionSensors)
        {
            _envelope = envelope;
            _content = new NamesAndKinds(envelope.Writer, settings, thermometers, motionSensors, BatchFormat.MaxBytes - EndBytes);
        }

        /// <summary>Seals the names. Without any the message clears those that a late subscriber would still get.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <returns>The length of the message in bytes.</returns>
        public int Seal(long nowTicks)
        {
            _envelope.Begin(0, nowTicks, nowTicks, true);
            _content.Put();
            _envelope.Writer.EndFields();
            return _envelope.Writer.End();
        }
    }
}
