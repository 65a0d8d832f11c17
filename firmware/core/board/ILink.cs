namespace NanoEvents.Firmware
{
    /// <summary>The way to the broker, which the board or the simulator provides.</summary>
    public interface ILink
    {
        /// <summary>
        /// Connects, announces `online` on the status topic with `offline` as last will, and returns when that is done or has failed. After true,
        /// <see cref="ILinkListener.OnClosed"/> comes exactly once, and only then is it called again.
        /// </summary>
        bool TryOpen(ILinkListener listener);

        /// <summary>
        /// Hands over a message of QoS 1 and returns without waiting for the broker; <see cref="ILinkListener.OnAcknowledged"/> follows unless
        /// the connection closes first. The buffer is the caller's again on return.
        /// </summary>
        /// <param name="topic">One of <see cref="Topic"/>.</param>
        /// <param name="buffer">Holds the message from its start.</param>
        /// <param name="length">The message's length in bytes.</param>
        /// <param name="token">Comes back with the acknowledgement.</param>
        bool TrySend(int topic, byte[] buffer, int length, int token);

        /// <summary>Gives the connection up; <see cref="ILinkListener.OnClosed"/> follows.</summary>
        void Abort();
    }
}
