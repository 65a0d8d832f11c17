namespace NanoEvents.Firmware
{
    /// <summary>The calls of a link, on its own thread.</summary>
    public interface ILinkListener
    {
        /// <summary>The broker has acknowledged the message, or the link has given it up.</summary>
        void OnAcknowledged(int token, bool accepted);

        /// <summary>The connection is gone.</summary>
        void OnClosed();
    }
}
