using System.Reflection;
using Xunit;

namespace NanoEvents.Tests;

public sealed class NanoEventTests
{
    public static TheoryData<EventKind> Kinds => [.. Enum.GetValues<EventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoPropertyOfAnyKindThrows(EventKind kind)
    {
        List<NanoEvent> events = Samples.Of(kind);

        Assert.NotEmpty(events);
        Assert.All(events, AssertCanBeLookedAt);
    }

    [Fact]
    public void AnEventThatNobodyMadeDoesNotThrowEither() => AssertCanBeLookedAt(default);

    [Fact]
    public void WhatAKindDoesNotHaveIsNull()
    {
        NanoEvent motion = Samples.Of(EventKind.Motion)[0];
        NanoEvent lost = Samples.Of(EventKind.Lost)[0];

        Assert.NotNull(motion.Moving);
        Assert.Equal(
            ["Began", "Cause", "Celsius", "Condition", "Count", "Entered", "Firmware", "First", "From", "Last", "Limit", "LossCause", "Measurement", "On", "Raw", "RawFlag", "Reason", "Side", "Unit", "Value"],
            Properties().Where(p => p.GetValue(motion) is null && !p.Name.StartsWith("Time", StringComparison.Ordinal) && p.Name is not ("Name" or "Sequence"))
                .Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal((null, null, null, null, null), (lost.Sequence, lost.Source, lost.SourceType, lost.RawKind, lost.Value));
    }

    [Fact]
    public void EveryMeasurementIsReadInTheSameWay()
    {
        foreach (Measurement measurement in Measurement.All)
        {
            NanoEvent e = Samples.Of(measurement.Kind)[0];

            Assert.Equal((measurement, measurement.Unit), (e.Measurement!, e.Unit));
            Assert.InRange(e.Value!.Value, measurement.Minimum, measurement.Maximum);
            Assert.Equal(measurement == Measurement.Temperature ? e.Value : null, e.Celsius);
        }
    }

    [Fact]
    public void AThresholdHasTheUnitOfWhatItWatches()
    {
        NanoEvent threshold = Samples.Of(EventKind.Threshold)[0];

        Assert.Equal((Measurement.Temperature, "°C"), (threshold.Measurement!, threshold.Unit));
        Assert.NotNull(threshold.Limit);
        Assert.NotNull(threshold.Side);
        Assert.Equal(threshold.Value, threshold.Celsius);
    }

    private static void AssertCanBeLookedAt(NanoEvent e)
    {
        foreach (PropertyInfo property in Properties())
        {
            _ = property.GetValue(e);
        }

        Assert.NotEmpty(e.ToString());
        Assert.Contains(e.ToString(), new Holder(e, "text").ToString(), StringComparison.Ordinal);
        Assert.Contains(e.ToString(), string.Join(' ', new Dictionary<string, NanoEvent> { ["key"] = e }), StringComparison.Ordinal);
        Assert.NotEmpty(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, Holder> { ["key"] = new(e, "text") }));
        Assert.Equal(e, e);
        _ = e.GetHashCode();
    }

    private static PropertyInfo[] Properties() => typeof(NanoEvent).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private sealed record Holder(NanoEvent Event, string Text);
}
