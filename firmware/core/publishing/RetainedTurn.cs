namespace NanoEvents.Firmware
{
    /// <summary>
    /// When one retained message is due. If the broker refuses it again and again, the device sends it seldom, so that everything else gets through.
    /// </summary>
    public sealed class RetainedTurn
    {
        /// <summary>No time is set: it is due with the next connection.</summary>
        public const long Never = long.MaxValue;

        private const int FailuresToWait = 2 * BatchSize.Patience;

        private readonly int _againMs;
        private int _failures;

        /// <summary>Due with the first connection.</summary>
        /// <param name="againMs">How long the device waits before it sends a refused message again.</param>
        public RetainedTurn(int againMs)
        {
            _againMs = againMs;
        }

        /// <summary>The uptime at which it is due, in ms.</summary>
        public long DueMs { get; private set; } = Never;

        /// <summary>Whether the broker has refused it repeatedly.</summary>
        public bool IsRefused
        {
            get { return _failures >= FailuresToWait; }
        }

        /// <summary>The connection has been opened.</summary>
        public void Opened(long nowMs)
        {
            DueMs = IsRefused ? DueMs : nowMs;
        }

        /// <summary>It is on its way, and due again at a time.</summary>
        public void Sent(long nextMs)
        {
            DueMs = nextMs;
        }

        /// <summary>The broker has accepted it.</summary>
        public void Accepted()
        {
            _failures = 0;
        }

        /// <summary>The broker has not accepted it.</summary>
        public void Failed(long nowMs)
        {
            _failures += IsRefused ? 0 : 1;
            DueMs = IsRefused ? nowMs + _againMs : nowMs;
        }
    }
}
