using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Samples;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>The driver of the CO2 sensor, on a bus that answers as the data sheet of the SCD4x says.</summary>
public sealed class Co2Tests
{
    private readonly HandClock _clock = new();
    private readonly Bus _bus;
    private readonly Co2 _co2;

    public Co2Tests()
    {
        _bus = new Bus(_clock);
        _co2 = new Co2(_bus, _clock);
    }

    [Fact]
    public void TheFirstReadingStartsTheSensorAndWaitsForIt()
    {
        Assert.True(_co2.TryMeasure((EventKind)128, out int ppm));

        Assert.Equal((500, 1), (ppm, _bus.Starts));
    }

    [Fact]
    public void BetweenTwoMeasurementsTheLastOneCounts()
    {
        _co2.TryMeasure((EventKind)128, out _);
        _clock.UptimeMs += 1000;

        Assert.True(_co2.TryMeasure((EventKind)128, out int ppm));
        Assert.Equal(500, ppm);
    }

    [Fact]
    public void ASensorThatIsGoneDoesNotAnswerAndIsStartedWhenItIsBack()
    {
        _co2.TryMeasure((EventKind)128, out _);
        _bus.IsGone = true;
        _clock.UptimeMs += 20_000;
        Assert.False(_co2.TryMeasure((EventKind)128, out _));

        _bus.IsGone = false;
        _clock.UptimeMs += 20_000;

        Assert.True(_co2.TryMeasure((EventKind)128, out _));
        Assert.Equal(2, _bus.Starts);
    }

    [Fact]
    public void AnAnswerWhoseCheckIsWrongIsNoReading()
    {
        _bus.Spoil = true;

        Assert.False(_co2.TryMeasure((EventKind)128, out _));
    }

    private sealed class Bus(HandClock clock) : II2cBus
    {
        private int _command;
        private long _readyAtMs = long.MaxValue;

        public int Starts { get; private set; }

        public bool IsGone { get; set; }

        public bool Spoil { get; set; }

        public bool TryWrite(int address, byte[] bytes)
        {
            Assert.Equal(0x62, address);
            _command = (bytes[0] << 8) | bytes[1];
            if (_command == 0x21B1 && !IsGone)
            {
                Starts++;
                _readyAtMs = clock.UptimeMs + 5000;
            }

            return !IsGone;
        }

        public bool TryRead(int address, byte[] bytes)
        {
            bool isReady = clock.UptimeMs >= _readyAtMs;

            // 500 ppm and its check, from the data sheet; 25 °C and 37 % of humidity.
            byte[] answer = _command == 0xE4B8 ? isReady ? [0x80, 0x06, 0x04] : [0x80, 0x00, 0xA2] : [0x01, 0xF4, 0x33, 0x66, 0x67, 0xA2, 0x5E, 0xB9, 0x3C];
            answer.CopyTo(bytes, 0);
            bytes[^1] ^= (byte)(Spoil ? 1 : 0);
            _readyAtMs = _command == 0xEC05 ? clock.UptimeMs + 5000 : _readyAtMs;
            return !IsGone;
        }

        public void Wait(int ms) => clock.UptimeMs += ms;
    }
}
