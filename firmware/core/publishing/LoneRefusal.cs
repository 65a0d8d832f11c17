namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides when the device gives up an event that the broker refuses on its own: all other events wait behind it. After each event that was given
    /// up the device waits twice as long for the next one, until the broker accepts a batch. So a broker that refuses every event costs few of them.
    /// </summary>
    public sealed class LoneRefusal
    {
        /// <summary>The device gives up no event that was refused less often.</summary>
        public const int MinRefusals = 10;

        /// <summary>For so long, at least, an event is sent again, where the broker accepts other messages meanwhile.</summary>
        public const int FirstWaitMs = 600000;

        /// <summary>For so long, at least, where the broker accepts nothing: then the event is hardly the reason.</summary>
        public const int SilentWaitMs = 86400000;

        private int _refusals;
        private long _sinceMs;
        private bool _isHeard;
        private int _waitMs = FirstWaitMs;

        /// <summary>The broker has refused a batch with a single event, or with none.</summary>
        /// <param name="nowMs">Uptime now.</param>
        public void Refused(long nowMs)
        {
            if (_refusals++ == 0)
            {
                _sinceMs = nowMs;
                _isHeard = false;
            }
        }

        /// <summary>The broker has accepted another message.</summary>
        public void Heard()
        {
            _isHeard = true;
        }

        /// <summary>Whether the device should give up the event.</summary>
        /// <param name="nowMs">Uptime now.</param>
        public bool IsHopeless(long nowMs)
        {
            int waitMs = _isHeard || _waitMs > SilentWaitMs ? _waitMs : SilentWaitMs;
            return _refusals >= MinRefusals && nowMs - _sinceMs >= waitMs;
        }

        /// <summary>The device has given up the event.</summary>
        public void GivenUp()
        {
            _refusals = 0;
            _waitMs = _waitMs > SilentWaitMs / 2 ? SilentWaitMs : _waitMs * 2;
        }

        /// <summary>The broker has accepted a batch.</summary>
        public void Passed()
        {
            _refusals = 0;
            _waitMs = FirstWaitMs;
        }
    }
}
