using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>A limit: entered when the value reaches it, left when the value has gone back by the hysteresis.</summary>
    public sealed class Threshold
    {
        private readonly bool _isHigh;
        private readonly bool _isOn;
        private readonly int _limit;
        private readonly int _leave;
        private bool _isEntered;

        /// <summary>A limit in centi °C, <see cref="Settings.Off"/> for none.</summary>
        public Threshold(bool isHigh, int limitCentiCelsius, int hysteresisCentiCelsius)
        {
            _isHigh = isHigh;
            _isOn = limitCentiCelsius != Settings.Off;
            _limit = limitCentiCelsius;
            _leave = isHigh ? limitCentiCelsius - hysteresisCentiCelsius : limitCentiCelsius + hysteresisCentiCelsius;
        }

        /// <summary>Raises a threshold event where the value crosses.</summary>
        public void Check(int centiCelsius, int ticks, int source, EventRing ring)
        {
            if (!_isOn)
            {
                return;
            }

            bool isReached = !IsBeyond(_limit, centiCelsius);
            bool isEntered = isReached || (_isEntered && IsBeyond(centiCelsius, _leave));
            if (isEntered != _isEntered)
            {
                _isEntered = isEntered;
                int word = EventWord.Pack(EventKind.Threshold, source, isEntered, _isHigh ? 1 : 0);
                ring.Write(word, ticks, EventWord.PackThreshold(centiCelsius, _limit));
            }
        }

        // Further out than the other, in the direction of this limit.
        private bool IsBeyond(int value, int other)
        {
            return _isHigh ? value > other : value < other;
        }
    }
}
