using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests;

public sealed class BatchWriterTests
{
    private readonly BatchWriter _writer = new();

    /// <summary>The longest event: its time and its value have five bytes each.</summary>
    [Fact]
    public void WhileThereIsRoomTheLongestEventFits()
    {
        Begin();
        int ticks = 0;
        int before = 0;
        while (_writer.HasRoom)
        {
            before = _writer.Length;
            ticks = unchecked(ticks + int.MinValue);
            _writer.PutEvent(EventWord.Pack(EventKind.Chatter, 31, true, EventWord.MaxDetail), ticks, -1);
        }

        int longest = _writer.Length - before;
        Assert.InRange(_writer.End(), BatchFormat.MaxBytes - (2 * longest), BatchFormat.MaxBytes);
        Assert.InRange(before, 0, BatchFormat.MaxBytes - 21);
    }

    [Fact]
    public void ABatchKnowsNothingOfTheOneBefore()
    {
        Begin();
        _writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 900, 2000);
        byte[] first = _writer.Buffer[.._writer.End()];

        Begin();
        _writer.PutEvent(EventWord.Pack(EventKind.Temperature, 3, false, 0), 900, 2000);

        Assert.Equal(first, _writer.Buffer[.._writer.End()]);
    }

    [Theory]
    [InlineData(127u, 1)]
    [InlineData(128u, 2)]
    [InlineData(16_383u, 2)]
    [InlineData(16_384u, 3)]
    [InlineData(uint.MaxValue, 5)]
    public void ANumberHasSevenBitsInEachByte(uint number, int bytes)
    {
        Begin();
        int before = _writer.Length;
        _writer.PutVarint(number);

        Assert.Equal(bytes, _writer.Length - before);
    }

    [Theory]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData((1L << 35) - 1, 5)]
    [InlineData(1L << 35, 6)]
    public void TheUptimeHasAsManyBytesAsItNeeds(long sealedTicks, int bytes)
    {
        _writer.Begin(1, 1, sealedTicks, false);
        _writer.EndFields();

        Assert.Equal(4 + 1 + bytes, _writer.Length);
        Assert.Equal(sealedTicks, BatchBytes.Read(Padded()).Sealed);
    }

    [Fact]
    public void EveryKindNumberOfTheFormatSurvivesTheWord()
    {
        for (int kind = 0; kind <= byte.MaxValue; kind++)
        {
            int word = EventWord.Pack((EventKind)kind, 31, kind % 2 == 0, 0);

            Assert.Equal((kind, 31, kind % 2 == 0), ((int)EventWord.Kind(word), EventWord.Source(word), EventWord.Flag(word)));
            Assert.Equal(kind is 0 or 6 or 7 or (>= 128 and < 192), EventWord.IsMeasured(word));
        }
    }

    [Fact]
    public void TemperaturesAndMeasurementsAreMeasuredAndNothingElse()
    {
        EventKind[] measured = [EventKind.Temperature, EventKind.Humidity, EventKind.Pressure];
        foreach (EventKind kind in new[] { EventKind.Temperature, EventKind.Motion, EventKind.Threshold, EventKind.Chatter, EventKind.Fault, EventKind.Humidity, EventKind.Pressure })
        {
            foreach (int detail in new[] { 0, 1, 15, EventWord.MaxDetail })
            {
                int word = EventWord.Pack(kind, 31, detail % 2 == 0, detail);
                Assert.Equal(measured.Contains(kind), EventWord.IsMeasured(word));
                Assert.Equal((kind, 31, detail % 2 == 0, detail), (EventWord.Kind(word), EventWord.Source(word), EventWord.Flag(word), EventWord.Detail(word)));
            }
        }
    }

    private void Begin()
    {
        _writer.Begin(1, 1, 1000, false);
        _writer.EndFields();
    }

    // A batch has at least eight bytes.
    private byte[] Padded()
    {
        _writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 0, 0);
        return _writer.Buffer[.._writer.End()];
    }
}
