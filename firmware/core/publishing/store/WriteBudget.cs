namespace NanoEvents.Firmware
{
    /// <summary>
    /// How often flash may be written: one write is earned each <see cref="PeriodMs"/>, and a few are saved up for a burst. At the start there is
    /// none, so that a device that restarts again and again writes no more often than one that keeps running.
    /// </summary>
    public sealed class WriteBudget
    {
        /// <summary>On a board: 5 minutes, so 288 a day and 105,120 a year at most.</summary>
        public const int BoardPeriodMs = 300000;

        /// <summary>On a board: an hour's worth.</summary>
        public const int BoardMaxSaved = 12;

        /// <summary>One write is earned in so many ms.</summary>
        public readonly int PeriodMs;

        private readonly int _maxSaved;
        private long _spent;

        /// <summary>A budget with nothing in it.</summary>
        /// <param name="periodMs">One write is earned in so many ms; at least 1.</param>
        /// <param name="maxSaved">So many are saved up at most; at least 1.</param>
        public WriteBudget(int periodMs, int maxSaved)
        {
            PeriodMs = periodMs;
            _maxSaved = maxSaved;
        }

        /// <summary>How many writes are left at an uptime.</summary>
        public int Left(long uptimeMs)
        {
            // Beyond the limit, further earned writes are lost, as if they had been used.
            long earned = uptimeMs / PeriodMs;
            _spent = earned - _spent > _maxSaved ? earned - _maxSaved : _spent;
            return (int)(earned - _spent);
        }

        /// <summary>How long until a write is available, in ms; 0 if one is.</summary>
        public int MsUntilOne(long uptimeMs)
        {
            return Left(uptimeMs) > 0 ? 0 : (int)(((_spent + 1) * PeriodMs) - uptimeMs);
        }

        /// <summary>Uses one write; false if none is left.</summary>
        public bool TryTake(long uptimeMs)
        {
            if (Left(uptimeMs) <= 0)
            {
                return false;
            }

            _spent++;
            return true;
        }
    }
}
