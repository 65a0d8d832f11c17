using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>A limit: entered when the value reaches it, left when the value has gone back by the hysteresis.</summary>
    public sealed class Threshold
    {
        // For a lower limit the values change their sign, so that beyond is always above.
        private readonly int _sign;
        private readonly int _limit;
        private readonly bool _isOfTemperature;
        private readonly int _enteredWord;
        private readonly int _leftWord;
        private readonly int _belowLimit;
        private readonly int _leaveAtMost;
        private int _edge;
        private bool _isEntered;

        /// <summary>A limit in steps, <see cref="Settings.Off"/> for none.</summary>
        public Threshold(EventKind kind, int source, bool isHigh, int limit, int hysteresis)
        {
            _sign = isHigh ? 1 : -1;
            _limit = limit;
            _isOfTemperature = kind == EventKind.Temperature;
            _enteredWord = Word(kind, source, isHigh, limit, true);
            _leftWord = Word(kind, source, isHigh, limit, false);

            // Without a hysteresis a value that stays at the limit must not enter and leave in turn.
            int back = hysteresis < 1 ? 1 : hysteresis;
            bool isOn = limit != Settings.Off;
            _belowLimit = isOn ? (_sign * limit) - 1 : int.MaxValue;
            _leaveAtMost = isOn ? (_sign * limit) - back : int.MaxValue;
            _edge = _belowLimit;
        }

        /// <summary>Raises a threshold event if the value crosses the limit. The caller holds the ring's gate.</summary>
        public void Check(int value, int ticks, EventRing ring)
        {
            bool isEntered = value * _sign > _edge;
            if (isEntered != _isEntered)
            {
                _isEntered = isEntered;
                _edge = isEntered ? _leaveAtMost : _belowLimit;
                ring.Put(
                    isEntered ? _enteredWord : _leftWord,
                    ticks,
                    _isOfTemperature ? EventWord.PackThreshold(value, _limit) : EventWord.PackSteps(value, _limit));
            }
        }

        private static int Word(EventKind kind, int source, bool isHigh, int limit, bool isEntered)
        {
            return kind == EventKind.Temperature
                ? EventWord.Pack(EventKind.Threshold, source, isEntered, isHigh ? 1 : 0)
                : EventWord.PackLimit(kind, source, isEntered, isHigh, limit);
        }
    }
}
