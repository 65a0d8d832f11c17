using System;

namespace NanoEvents.Firmware
{
    /// <summary>How long to wait before the next try: twice as long each time up to a limit, less a random part, so that many devices do not all come at once.</summary>
    public sealed class Backoff
    {
        private readonly int _firstMs;
        private readonly int _mostMs;
        private readonly Random _random;
        private int _nextMs;

        /// <summary>Waits of <paramref name="firstMs"/> at first, at most <paramref name="mostMs"/>.</summary>
        public Backoff(int firstMs, int mostMs, int seed)
        {
            _firstMs = firstMs;
            _mostMs = mostMs;
            _nextMs = firstMs;
            _random = new Random(seed);
        }

        /// <summary>A try has failed: the wait before the next one, in ms, between half and the whole of the step.</summary>
        public int Failed()
        {
            int stepMs = _nextMs;
            _nextMs = stepMs > _mostMs / 2 ? _mostMs : stepMs * 2;
            return stepMs - _random.Next((stepMs / 2) + 1);
        }

        /// <summary>It works again: the next wait is the first one.</summary>
        public void Succeeded()
        {
            _nextMs = _firstMs;
        }
    }
}
