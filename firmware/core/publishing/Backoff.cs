using System;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// How long to wait before the next attempt: twice as long each time, up to a limit, minus a random part, so that many devices do not connect at
    /// once.
    /// </summary>
    public sealed class Backoff
    {
        private readonly int _firstMs;
        private readonly int _maxMs;
        private readonly Random _random;
        private int _nextMs;

        /// <summary>Waits of <paramref name="firstMs"/> at first, at most <paramref name="maxMs"/>.</summary>
        public Backoff(int firstMs, int maxMs, int seed)
        {
            _firstMs = firstMs;
            _maxMs = maxMs;
            _nextMs = firstMs;
            _random = new Random(seed);
        }

        /// <summary>An attempt has failed. Returns the wait before the next one, in ms, between half of the step and the whole step.</summary>
        public int Failed()
        {
            int stepMs = _nextMs;
            _nextMs = stepMs > _maxMs / 2 ? _maxMs : stepMs * 2;
            return stepMs - _random.Next((stepMs / 2) + 1);
        }

        /// <summary>An attempt has succeeded: the next wait is the first one again.</summary>
        public void Succeeded()
        {
            _nextMs = _firstMs;
        }
    }
}
