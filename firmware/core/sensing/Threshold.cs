using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>A limit: entered when the value reaches it, left when the value has gone back by the hysteresis.</summary>
    public sealed class Threshold
    {
        // For a lower limit the values change their sign, so that beyond is always above.
        private readonly int _sign;
        private readonly int _limit;
        private readonly int _belowLimit;
        private readonly int _leaveAtMost;
        private int _edge;
        private bool _isEntered;

        /// <summary>A limit in centi °C, <see cref="Settings.Off"/> for none.</summary>
        public Threshold(bool isHigh, int limitCentiCelsius, int hysteresisCentiCelsius)
        {
            _sign = isHigh ? 1 : -1;
            _limit = limitCentiCelsius;

            // Without a hysteresis a value that stays at the limit must not enter and leave in turn.
            int back = hysteresisCentiCelsius < 1 ? 1 : hysteresisCentiCelsius;
            bool isOn = limitCentiCelsius != Settings.Off;
            _belowLimit = isOn ? (_sign * limitCentiCelsius) - 1 : int.MaxValue;
            _leaveAtMost = isOn ? (_sign * limitCentiCelsius) - back : int.MaxValue;
            _edge = _belowLimit;
        }

        /// <summary>Raises a threshold event if the value crosses the limit. The caller holds the ring's gate.</summary>
        public void Check(int centiCelsius, int ticks, int source, EventRing ring)
        {
            bool isEntered = centiCelsius * _sign > _edge;
            if (isEntered != _isEntered)
            {
                _isEntered = isEntered;
                _edge = isEntered ? _leaveAtMost : _belowLimit;
                int word = EventWord.Pack(EventKind.Threshold, source, isEntered, _sign > 0 ? 1 : 0);
                ring.Put(word, ticks, EventWord.PackThreshold(centiCelsius, _limit));
            }
        }
    }
}
