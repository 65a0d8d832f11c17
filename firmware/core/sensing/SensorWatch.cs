namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides when to start a sensor. An absent sensor is tried again after a while. A sensor that has answered nonsense for a minute is reset and
    /// restarted, then after two minutes, and so on up to an hour, until it works.
    /// </summary>
    /// <remarks>Only the sampling thread uses it. It only decides, and uses no bus.</remarks>
    public sealed class SensorWatch
    {
        private const int NonsenseMs = 60000;
        private const int MaxNonsenseMs = 3600000;
        private const int FirstAbsentMs = 5000;
        private const int MaxAbsentMs = 60000;
        // The quantities that a chip may measure besides the official ones share the last place.
        private const int Kinds = 16;
        private const long Never = long.MaxValue;

        private readonly IClock _clock;
        private readonly long[] _badSinceMs = new long[Kinds];
        private long _startAtMs;
        private int _absentMs = FirstAbsentMs;
        private int _patienceMs = NonsenseMs;

        /// <summary>Nothing has been read yet.</summary>
        public SensorWatch(IClock clock)
        {
            _clock = clock;
            for (int i = 0; i < Kinds; i++)
            {
                _badSinceMs[i] = Never;
            }
        }

        /// <summary>Whether a start of a sensor that does not answer is due.</summary>
        public bool MayStart
        {
            get { return _clock.UptimeMs >= _startAtMs; }
        }

        /// <summary>It has been started, or not.</summary>
        public void Tried(bool isStarted)
        {
            if (isStarted)
            {
                _absentMs = FirstAbsentMs;
            }
            else
            {
                _startAtMs = _clock.UptimeMs + _absentMs;
                _absentMs = _absentMs > MaxAbsentMs / 2 ? MaxAbsentMs : _absentMs * 2;
            }
        }

        /// <summary>Takes a value of the sensor: true if the sensor must be reset and restarted.</summary>
        /// <param name="kind">What it is of.</param>
        /// <param name="value">In hundredths of its unit.</param>
        public bool MustRestart(EventKind kind, int value)
        {
            int place = (int)kind < Kinds ? (int)kind : Kinds - 1;
            if (MeasuringRange.Has(kind, value))
            {
                _badSinceMs[place] = Never;
                _patienceMs = IsAnyBad() ? _patienceMs : NonsenseMs;
                return false;
            }

            long nowMs = _clock.UptimeMs;
            if (_badSinceMs[place] == Never)
            {
                _badSinceMs[place] = nowMs;
            }

            if (nowMs - _badSinceMs[place] < _patienceMs)
            {
                return false;
            }

            // From now on the restarted sensor is judged.
            for (int i = 0; i < Kinds; i++)
            {
                _badSinceMs[i] = _badSinceMs[i] == Never ? Never : nowMs;
            }

            _patienceMs = _patienceMs > MaxNonsenseMs / 2 ? MaxNonsenseMs : _patienceMs * 2;
            return true;
        }

        private bool IsAnyBad()
        {
            for (int i = 0; i < Kinds; i++)
            {
                if (_badSinceMs[i] != Never)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
