namespace NanoEvents.Firmware
{
    /// <summary>What a link tells, from a thread of its own.</summary>
    public interface ILinkListener
    {
        /// <summary>The broker has the message, or the link has given it up.</summary>
        void OnAcknowledged(int token, bool accepted);

        /// <summary>The connection is gone.</summary>
        void OnClosed();
    }
}
