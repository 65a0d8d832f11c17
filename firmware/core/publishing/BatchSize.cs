using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// How many events a batch may have. A broker that refuses a batch, or closes the connection over it, again and again may find it too large: half as many are tried, down
    /// to one, and after a while twice as many again.
    /// </summary>
    /// <remarks>The publisher's own; others may look.</remarks>
    public sealed class BatchSize
    {
        /// <summary>So often in a row a message may fail before it is taken for one that the broker does not want.</summary>
        public const int Patience = 2;

        private const int FirstGrowMs = 60000;
        private const int MaxGrowMs = 3600000;

        private int _failures;
        private int _growMs = FirstGrowMs;
        private long _changedAtMs;
        private bool _isProbing;

        /// <summary>At most so many events.</summary>
        public int MaxEvents { get; private set; } = BatchFormat.MaxEvents;

        /// <summary>Whether not even one alone is taken: then it is not the size. It is tried on, and everything behind it waits.</summary>
        public bool IsStuck { get; private set; }

        /// <summary>The broker has not taken a batch.</summary>
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

        /// <summary>The broker has taken a batch.</summary>
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
                // One alone had failed, too: the broker was at fault, and the size was not.
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
