using System.Threading;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// What one connection of an MQTT client has come to, from its opening to its close. Its first acknowledgement, of the status, opens it. After the
    /// close, or after it was given up, what the client still reports is ignored.
    /// </summary>
    /// <remarks>The publishing thread and the client's threads use it; each field is one word.</remarks>
    public sealed class LinkSession
    {
        private readonly ILinkListener _listener;
        private readonly AutoResetEvent _decided = new AutoResetEvent(false);
        private int _token;
        private bool _isOpen;
        private bool _isOver;

        /// <summary>A connection that is not open yet.</summary>
        /// <param name="listener">Is told about acknowledgements and the close, once the connection is open.</param>
        public LinkSession(ILinkListener listener)
        {
            _listener = listener;
        }

        /// <summary>Whether it is closed, or was given up.</summary>
        public bool IsOver
        {
            get { return _isOver; }
        }

        /// <summary>Waits until the connection is open, or has failed: true if messages can be sent.</summary>
        public bool WaitUntilOpen(int timeoutMs)
        {
            _decided.WaitOne(timeoutMs, false);
            return _isOpen;
        }

        /// <summary>The connection is not awaited any longer.</summary>
        public void GiveUp()
        {
            _isOver = true;
        }

        /// <summary>The connection has failed.</summary>
        public void Failed()
        {
            _decided.Set();
        }

        /// <summary>A message is handed to the client.</summary>
        public void Sending(int token)
        {
            _token = token;
        }

        /// <summary>The client reports that the broker has acknowledged a message, or that it has given the message up.</summary>
        public void Published(bool accepted)
        {
            if (!_isOpen)
            {
                _isOpen = accepted;
                _decided.Set();
            }
            else if (!_isOver)
            {
                _listener.OnAcknowledged(_token, accepted);
            }
        }

        /// <summary>The client reports that the connection is closed; it may do so more than once.</summary>
        public void Closed()
        {
            if (_isOpen && !_isOver)
            {
                _isOver = true;
                _listener.OnClosed();
            }

            _decided.Set();
        }
    }
}
