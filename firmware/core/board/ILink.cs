namespace NanoEvents.Firmware
{
    /// <summary>The way to the broker, which the board or the simulator provides.</summary>
    public interface ILink
    {
        /// <summary>
        /// Connects, announces `online` on the status topic with `offline` as last will, and returns when that has succeeded or failed. After true,
        /// <see cref="ILinkListener.OnClosed"/> is called exactly once, and only after that this method is called again.
        /// </summary>
        bool TryOpen(ILinkListener listener);

        /// <summary>
        /// Hands over a message of QoS 1 and returns without waiting for the broker; <see cref="ILinkListener.OnAcknowledged"/> is called later,
        /// unless the connection closes first. The caller may reuse the buffer after the return.
        /// </summary>
        /// <param name="topic">One of <see cref="Topic"/>.</param>
        /// <param name="buffer">The buffer with the message at its start.</param>
        /// <param name="length">The message's length in bytes.</param>
        /// <param name="token">Is returned with the acknowledgement.</param>
        bool TrySend(int topic, byte[] buffer, int length, int token);

        /// <summary>Closes the connection; <see cref="ILinkListener.OnClosed"/> follows.</summary>
        void Abort();
    }

    /// <summary>The calls of a link, on its own thread.</summary>
    public interface ILinkListener
    {
        /// <summary>The broker has acknowledged the message, or the link has given it up.</summary>
        void OnAcknowledged(int token, bool accepted);

        /// <summary>The connection is gone.</summary>
        void OnClosed();
    }
}
