using Xunit;

namespace NanoEvents.Tests;

public sealed class KindTableTests
{
    public static TheoryData<EventKind> SentKinds => [.. Enum.GetValues<EventKind>().Where(k => (int)k <= byte.MaxValue)];

    [Fact]
    public void EveryKindHasItsEntryAndItsOwnName()
    {
        Assert.Equal(Enum.GetValues<EventKind>().Order(), KindTable.All.Select(k => k.Kind).Order());
        Assert.Equal(KindTable.All.Count, KindTable.All.Select(k => k.Name).Distinct().Count());
        Assert.All(KindTable.All, k => Assert.NotEmpty(k.Fields));
        Assert.All(Enum.GetValues<EventKind>(), k => Assert.Equal(k, KindTable.Of(k).Kind));
    }

    [Theory]
    [MemberData(nameof(SentKinds))]
    public void EveryKindThatIsSentHasAVector(EventKind kind) =>
        Assert.Contains(Vector.All, v => v.Events.Any(e => e.GetProperty("kind").ToString() == KindTable.Of(kind).Name));

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(255)]
    public void TheNumbersThatVectorsUseForUnknownKindsStayUnknown(int number) => Assert.Equal(EventKind.Unknown, BatchEvent.KindOf(number));

    [Fact]
    public void AMeasurementHasItsValueUnitAndSource()
    {
        List<NanoEvent> events = [];
        Assert.True(BatchDecoder.TryDecode(Vector.Load("measurements").Bytes, events, out _));

        NanoEvent humidity = events[1];
        NanoEvent pressure = events[2];

        Assert.Equal((EventKind.Humidity, 45.30, "%", SourceType.Thermometer), (humidity.Kind, humidity.Value!.Value, humidity.Unit, humidity.SourceType!.Value));
        Assert.Equal((EventKind.Pressure, 1013.25, "hPa", 0), (pressure.Kind, pressure.Value!.Value, pressure.Unit, pressure.Source!.Value));
        Assert.EndsWith("humidity 0 45.30 %", humidity.ToString(), StringComparison.Ordinal);
        Assert.Equal((21.53, "°C"), (events[0].Value!.Value, events[0].Unit));
        Assert.Null(humidity.Celsius);
        Assert.Null(events[5].Value);
    }

    [Fact]
    public void EveryFieldOfEveryKindCanBeReadFromTheVectors()
    {
        List<NanoEvent> events = [];
        foreach (Vector vector in Vector.All)
        {
            Assert.True(BatchDecoder.TryDecode(vector.Bytes, events, out _));
        }

        foreach (NanoEvent e in events)
        {
            foreach (KindField field in KindTable.Of(e.Kind).Fields)
            {
                object? value = field.Read(e);
                Assert.True(value is not null || field.Absence != FieldAbsence.Never, $"{e.Kind} {field.Name}");
                Assert.True(field.OneOf.Count == 0 || field.OneOf.Contains(value), $"{e.Kind} {field.Name} {value}");
            }
        }
    }

    [Fact]
    public void TheStateShowsTheLastReadingOfAMeasurement()
    {
        var timeline = new DeviceTimeline("shed", TimeSpan.FromSeconds(5));
        Assert.True(timeline.TryAdd(Vector.Load("state-measurements").Bytes, TimelineRun.Start, retained: true, out _));

        SourceState thermometer = timeline.GetState().Sources.Single(s => s.Type == SourceType.Thermometer);

        Assert.Equal(21.53, thermometer.Celsius);
        Assert.Equal([("temperature", 21.53, "°C"), ("humidity", 45.30, "%"), ("pressure", 1013.25, "hPa")], thermometer.Readings.Select(r => (r.Measurement.Name, r.Value, r.Measurement.Unit)));
    }
}
