using Xunit;

namespace NanoEvents.Tests;

public sealed class BatchDecoderTests
{
    [Fact]
    public void ABatchAloneGivesItsStartItsLossAndItsEvents()
    {
        NanoEvent[] events = Decode("fields-all-of-a-batch");

        Assert.Equal([EventKind.Boot, EventKind.Lost, EventKind.Temperature], events.Select(e => e.Kind));
        Assert.Equal(("requested", "0.1.0"), (events[0].Cause, events[0].Firmware));
        Assert.Equal((1u, 12L, "overflow"), (events[1].From, events[1].Count, events[1].Cause));
        Assert.Equal((13u, 21.53), (events[2].Sequence, events[2].Celsius));
        Assert.Equal((null, ClockQuality.Unknown, ""), (events[2].Time, events[2].Clock, events[2].Device));
    }

    [Fact]
    public void EveryKindHasItsContent()
    {
        NanoEvent[] events = Decode("every-kind");

        Assert.Equal(21.53, events[0].Celsius);
        Assert.True(events[1].Moving);
        Assert.Equal((30.12, 30.0, ThresholdSide.High, true), (events[2].Celsius, events[2].Limit, events[2].Side, events[2].Entered));
        Assert.Equal((75, TimeSpan.FromSeconds(30)), (events[3].Count, events[3].Last - events[3].First));
        Assert.Equal(("no-answer", true), (events[4].Reason, events[4].Began));
        Assert.Equal([12u, 13u, 14u, 15u, 16u], events.Select(e => e.Sequence!.Value));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 9, TimeSpan.Zero), events[0].Time);
        Assert.Equal(TimeSpan.FromMilliseconds(40), events[0].TimeError);
    }

    [Fact]
    public void AKindThatIsNotKnownKeepsItsNumberAndBytes()
    {
        NanoEvent unknown = Decode("future-minor-version").Single(e => e.Kind == EventKind.Unknown && e.RawKind == 9);

        Assert.Equal("0102030405060708090a", Convert.ToHexStringLower(unknown.Raw!.Value.Span));
        Assert.Equal((0, 52u), (unknown.Source, unknown.Sequence));
    }

    [Fact]
    public void AnEventReadsAsALine()
    {
        NanoEvent[] events = Decode("every-kind");

        Assert.Equal("2025-01-01T00:00:09.000Z - #12 temperature 0 21.53 °C", events[0].ToString());
        Assert.Equal("2025-01-01T00:00:09.200Z - #14 threshold 0 30.12 °C beyond High limit 30.00 °C", events[2].ToString());
    }

    [Fact]
    public void NamesThatATerminalWouldObeyAreMadeHarmless()
    {
        Assert.Equal("a\uFFFD[31mb", SafeText.Read("a\u001b[31mb"u8));
        Assert.Equal("\uFFFD", SafeText.Read([0xFF]));
    }

    [Theory]
    [InlineData("U+202E turns the direction", "\u202E")]
    [InlineData("U+E0041 is a tag", "\U000E0041")]
    [InlineData("U+1D173 begins a beam of notes", "\U0001D173")]
    [InlineData("U+FE0F selects a variation", "\uFE0F")]
    [InlineData("U+E0100 selects a variation", "\U000E0100")]
    [InlineData("U+180B selects a variation", "\u180B")]
    [InlineData("U+3164 fills", "\u3164")]
    [InlineData("U+2028 ends a line", "\u2028")]
    [InlineData("U+0085 ends a line", "\u0085")]
    [InlineData("U+E000 is private", "\uE000")]
    [InlineData("U+10FFFD is private", "\U0010FFFD")]
    [InlineData("U+0378 is nothing", "\u0378")]
    [InlineData("U+FFFE is nothing", "\uFFFE")]
    public void WhatNobodySeesIsReplacedWhereverInUnicodeItIs(string what, string unseen)
    {
        Assert.True(SafeText.Read(System.Text.Encoding.UTF8.GetBytes($"hall{unseen}🚪x")) == "hall\uFFFD🚪x", what);
    }

    [Fact]
    public void WhatEverybodySeesStays()
    {
        const string Seen = "Küche 客厅 спальня صالة Ω 🚪 ÷ e\u0301";

        Assert.Equal(Seen, SafeText.Read(System.Text.Encoding.UTF8.GetBytes(Seen)));
    }

    private static NanoEvent[] Decode(string vector)
    {
        var events = new List<NanoEvent>();
        Assert.True(BatchDecoder.TryDecode(Vector.Load(vector).Bytes, events, out BatchError why), why.Message);
        return [.. events];
    }
}
