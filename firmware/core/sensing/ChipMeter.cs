using System;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Reads a sensor chip whose driver accepts any answer of the bus as a reading, and a failed transfer as zeros. So before each reading the chip is
    /// asked whether it is there and measuring, and a temperature is read twice and must agree. An absent chip is tried again, and a chip that answers
    /// nonsense is restarted.
    /// </summary>
    public sealed class ChipMeter : IMeter
    {
        // Less than the chip's own error; more than a temperature moves from one measurement to the next.
        private const int AgreeCentiCelsius = 20;

        private readonly ISensorChip _chip;
        private readonly SensorWatch _watch;
        private bool _isStarted;

        /// <summary>A chip that is not started yet.</summary>
        /// <param name="chip">The chip.</param>
        /// <param name="clock">The clock for the wait before it looks for an absent chip again.</param>
        public ChipMeter(ISensorChip chip, IClock clock)
        {
            _chip = chip;
            _watch = new SensorWatch(clock);
        }

        /// <inheritdoc/>
        public bool TryMeasure(EventKind kind, out int value)
        {
            value = 0;
            try
            {
                // The other values are read after the temperature, so a chip that is started has just answered.
                bool isRead = kind == EventKind.Temperature ? TryTemperature(out value) : _isStarted && _chip.TryRead(kind, out value);
                if (isRead && _watch.MustRestart(kind, value))
                {
                    _isStarted = false;
                }

                return isRead;
            }
            catch (Exception)
            {
                // The driver throws for unexpected bytes on the bus: the chip counts as one that does not answer.
                _isStarted = false;
                value = 0;
                return false;
            }
        }

        private bool TryTemperature(out int centiCelsius)
        {
            centiCelsius = 0;
            return (_isStarted && _chip.IsMeasuring() && TryTwice(out centiCelsius)) || (TryStart() && TryTwice(out centiCelsius));
        }

        private bool TryStart()
        {
            _isStarted = false;
            if (!_watch.MayStart)
            {
                return false;
            }

            for (int i = 0; i < _chip.Addresses; i++)
            {
                // A driver that was started over a bad contact always calculates with a wrong calibration. So two starts must agree.
                if (TryStart(i, out int first) && TryStart(i, out int second) && Agree(first, second))
                {
                    _isStarted = true;
                    _watch.Tried(true);
                    return true;
                }
            }

            _watch.Tried(false);
            return false;
        }

        private bool TryStart(int address, out int centiCelsius)
        {
            centiCelsius = 0;
            return _chip.TryStart(address) && _chip.IsMeasuring() && TryTwice(out centiCelsius);
        }

        private bool TryTwice(out int centiCelsius)
        {
            return _chip.TryRead(EventKind.Temperature, out centiCelsius)
                && _chip.TryRead(EventKind.Temperature, out int again)
                && Agree(centiCelsius, again);
        }

        private static bool Agree(int centiCelsius, int otherCentiCelsius)
        {
            int apart = centiCelsius - otherCentiCelsius;
            return apart <= AgreeCentiCelsius && -apart <= AgreeCentiCelsius;
        }
    }
}
