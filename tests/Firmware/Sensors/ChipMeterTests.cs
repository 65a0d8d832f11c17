using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>What a reading is worth, over a bus that answers anything.</summary>
public sealed class ChipMeterTests
{
    private readonly HandClock _clock = new();
    private readonly Chip _chip = new();
    private readonly ChipMeter _meter;

    public ChipMeterTests() => _meter = new ChipMeter(_chip, _clock);

    [Fact]
    public void AChipIsStartedTwiceAndThenOnlyRead()
    {
        Assert.Equal([2000, 2000, 2000], Read(3));

        Assert.Equal([0, 0], _chip.Starts);
    }

    [Fact]
    public void AnAbsentChipIsLookedForAtEachAddressAndThenAfterAWhile()
    {
        _chip.At = -1;

        Assert.Equal([null, null], Read(2));
        Assert.Equal([0, 1], _chip.Starts);

        (_chip.At, _clock.UptimeMs) = (1, 5000);
        Assert.Equal([2000], Read(1));
        Assert.Equal([0, 1, 0, 1, 1], _chip.Starts);
    }

    [Fact]
    public void AChipThatWasUnpluggedAndIsBackIsStartedAgainAtOnce()
    {
        Read(1);
        _chip.Measures = false;

        Assert.Equal([2000], Read(1));

        Assert.Equal([0, 0, 0, 0], _chip.Starts);
    }

    [Fact]
    public void TwoStartsThatDoNotAgreeAreNone()
    {
        _chip.Answers.AddRange([2000, 2000, 2600, 2600]);

        Assert.Equal([null], Read(1));

        _clock.UptimeMs = 5000;
        Assert.Equal([2000], Read(1));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    [InlineData(-20, true)]
    [InlineData(-21, false)]
    public void TwoReadingsMustAgree(int apart, bool isRead)
    {
        Read(1);
        _chip.Starts.Clear();
        _chip.Answers.AddRange([2000, 2000 + apart]);

        Assert.Equal([2000], Read(1));

        Assert.Equal(isRead, _chip.Starts.Count == 0);
    }

    [Fact]
    public void ADriverThatThrowsIsAChipThatDoesNotAnswer()
    {
        Read(1);
        _chip.Throws = true;

        Assert.Equal([null], Read(1));
        Assert.False(_meter.TryMeasure(EventKind.Humidity, out int value));
        Assert.Equal(0, value);

        _chip.Throws = false;
        Assert.Equal([2000], Read(1));
    }

    [Fact]
    public void OtherValuesAreReadOnceTheChipIsStarted()
    {
        Assert.False(_meter.TryMeasure(EventKind.Humidity, out _));
        Read(1);

        Assert.True(_meter.TryMeasure(EventKind.Humidity, out int percent));
        Assert.False(_meter.TryMeasure(EventKind.Pressure, out _));
        Assert.Equal(4500, percent);
    }

    [Fact]
    public void AChipThatAnswersNonsenseForAMinuteIsStartedAgain()
    {
        _chip.CentiCelsius = -14088;
        for (; _clock.UptimeMs < 60_000; _clock.UptimeMs += 10_000)
        {
            Read(1);
        }

        Read(1);
        Assert.Equal(2, _chip.Starts.Count);
        Read(1);
        Assert.Equal(4, _chip.Starts.Count);
    }

    private List<int?> Read(int times)
    {
        List<int?> values = [];
        for (int i = 0; i < times; i++)
        {
            values.Add(_meter.TryMeasure(EventKind.Temperature, out int value) ? value : null);
        }

        return values;
    }

    private sealed class Chip : ISensorChip
    {
        public int At { get; set; }

        public int CentiCelsius { get; set; } = 2000;

        public bool Measures { get; set; }

        public bool Throws { get; set; }

        public List<int> Starts { get; } = [];

        /// <summary>The next temperatures; then the usual one.</summary>
        public List<int> Answers { get; } = [];

        public int Addresses => 2;

        public bool TryStart(int address)
        {
            Starts.Add(address);
            Measures = address == At;
            return Measures;
        }

        public bool IsMeasuring() => Throws ? throw new InvalidOperationException() : Measures;

        public bool TryRead(EventKind kind, out int value)
        {
            value = kind == EventKind.Humidity ? 4500 : Answers.Count == 0 ? CentiCelsius : Answers[0];
            if (kind == EventKind.Temperature && Answers.Count != 0)
            {
                Answers.RemoveAt(0);
            }

            return kind != EventKind.Pressure;
        }
    }
}
