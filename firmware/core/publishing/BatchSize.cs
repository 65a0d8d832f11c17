using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// How many events a batch may have. If a broker refuses a batch repeatedly, or closes the connection because of it, the batch may be too large.
    /// The device then tries half as many events, down to one, and after a while twice as many again.
    /// </summary>
    /// <remarks>Only the publisher changes it; others may read it.</remarks>
    public sealed class BatchSize
    {
        /// <summary>How often in a row a message may fail before it counts as refused.</summary>
        public const int Patience = 2;

        private const int FirstGrowMs = 60000;
        private const int MaxGrowMs = 3600000;

        private int _failures;
        private int _growMs = FirstGrowMs;
        private long _changedAtMs;
        private bool _isProbing;

        /// <summary>The largest number of events.</summary>
        public int MaxEvents { get; private set; } = BatchFormat.MaxEvents;

        /// <summary>
        /// Whether the broker refuses even a single event, so that the size is not the reason. The device keeps retrying, all events wait behind it,
        /// and <see cref="LoneRefusal"/> says for how long.
        /// </summary>
        public bool IsStuck { get; private set; }

        /// <summary>The broker has not accepted a batch.</summary>
        /// <param name="events">How many events it has.</param>
        /// <param name="nowMs">Uptime now.</param>
        public void Failed(int events, long nowMs)
        {
            if (++_failures < Patience)
            {
                return;
            }

            _failures = 0;
            _changedAtMs = nowMs;
            IsStuck = events <= 1;
            MaxEvents = events <= 1 ? 1 : events / 2;
            if (_isProbing)
            {
                _isProbing = false;
                _growMs = _growMs > MaxGrowMs / 2 ? MaxGrowMs : _growMs * 2;
            }
        }

        /// <summary>The broker has accepted a batch.</summary>
        /// <param name="nowMs">Uptime now.</param>
        public void Succeeded(long nowMs)
        {
            _failures = 0;
            if (MaxEvents == BatchFormat.MaxEvents)
            {
                return;
            }

            if (IsStuck)
            {
                // A single event had failed, too, so the reason was the broker and not the size.
                IsStuck = false;
                MaxEvents = BatchFormat.MaxEvents;
            }
            else if (nowMs - _changedAtMs >= _growMs)
            {
                _isProbing = true;
                _changedAtMs = nowMs;
                MaxEvents = MaxEvents > BatchFormat.MaxEvents / 2 ? BatchFormat.MaxEvents : MaxEvents * 2;
            }
        }
    }
}
