using NanoEvents.Firmware;

namespace NanoEvents.Samples
{
    /// <summary>The CO2 of the air, by a Sensirion SCD40 or SCD41 on the I2C bus. It checks what the sensor sends: a loose contact is a fault, and no reading.</summary>
    public sealed class Co2 : IMeter
    {
        private const int Address = 0x62;
        private const int StepMs = 100;

        // The sensor measures every 5 s.
        private const int PeriodMs = 5000;
        private const long MaxAgeMs = 3 * PeriodMs;

        private readonly II2cBus _bus;
        private readonly IClock _clock;
        private readonly byte[] _start = new byte[] { 0x21, 0xB1 };
        private readonly byte[] _askReady = new byte[] { 0xE4, 0xB8 };
        private readonly byte[] _askData = new byte[] { 0xEC, 0x05 };
        private readonly byte[] _ready = new byte[3];
        private readonly byte[] _data = new byte[9];
        private int _ppm;
        private long _readAtMs = -MaxAgeMs;
        private bool _isStarted;

        /// <summary>The sensor is started by the first reading.</summary>
        public Co2(II2cBus bus, IClock clock)
        {
            _bus = bus;
            _clock = clock;
        }

        /// <summary>Everything that follows from a declaration: number, name, unit, decimals, plausible range, usual deadband. co2.deadband turns it on.</summary>
        public static Quantity Declare()
        {
            return new Quantity(128, "co2", "ppm", 0, 0, 40000, 50, false).OpenedBy(Open);
        }

        /// <inheritdoc/>
        public bool TryMeasure(EventKind kind, out int value)
        {
            _isStarted = _isStarted || _bus.TryWrite(Address, _start);
            bool isOld = _clock.UptimeMs - _readAtMs >= MaxAgeMs;
            for (int waitedMs = 0; _isStarted && isOld && !IsReady() && waitedMs <= PeriodMs; waitedMs += StepMs)
            {
                _bus.Wait(StepMs);
            }

            if (_isStarted && IsReady() && TryAsk(_askData, _data))
            {
                _ppm = (_data[0] << 8) | _data[1];
                _readAtMs = _clock.UptimeMs;
            }

            value = _ppm;
            _isStarted = _clock.UptimeMs - _readAtMs < MaxAgeMs;
            return _isStarted;
        }

        private static IMeter Open(II2cBus bus, IClock clock)
        {
            return new Co2(bus, clock);
        }

        private bool IsReady()
        {
            return TryAsk(_askReady, _ready) && (((_ready[0] << 8) | _ready[1]) & 0x07FF) != 0;
        }

        // Each word of an answer has its check behind it.
        private bool TryAsk(byte[] command, byte[] answer)
        {
            if (!_bus.TryWrite(Address, command))
            {
                return false;
            }

            _bus.Wait(1);
            bool isGood = _bus.TryRead(Address, answer);
            for (int i = 0; isGood && i < answer.Length; i += 3)
            {
                isGood = Check(answer[i], answer[i + 1]) == answer[i + 2];
            }

            return isGood;
        }

        private static int Check(int high, int low)
        {
            int crc = 0xFF;
            for (int bit = 0; bit < 16; bit++)
            {
                crc ^= bit == 0 ? high : bit == 8 ? low : 0;
                crc = (crc & 0x80) != 0 ? ((crc << 1) ^ 0x31) & 0xFF : (crc << 1) & 0xFF;
            }

            return crc;
        }
    }
}
