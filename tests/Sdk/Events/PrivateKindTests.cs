using System.Text.Json;
using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class PrivateKindTests
{
    private static readonly Measurement _co2 = Measurement.Private(128, "co2", "ppm", minimum: 0, maximum: 40000, description: "CO2 of the air");
    private static readonly Condition _contact = Condition.Private(192, "contact", on: "open", off: "closed");

    [Fact]
    public void AKindThatNobodyHasDeclaredIsShownAsItWasSent()
    {
        List<NanoEvent> events = Decode("private-measurements", null);

        Assert.Equal((EventKind.Unknown, 128, "EA12"), (events[0].Kind, events[0].RawKind!.Value, Convert.ToHexString(events[0].Raw!.Value.Span)));
        Assert.All(Decode("limits", null).Where(e => e.Kind == EventKind.Threshold), e => Assert.True(e.Measurement == Measurement.Humidity || e.Measurement == Measurement.Pressure));
    }

    [Fact]
    public void ADeclaredMeasurementHasItsNameUnitAndValue()
    {
        NanoEvent e = Decode("private-measurements", Kinds())[0];

        Assert.Equal(((EventKind)128, _co2, 1205.0, "ppm", (SourceType)128), (e.Kind, e.Measurement!, e.Value!.Value, e.Unit, e.SourceType!.Value));
        Assert.EndsWith("co2 0 1205 ppm", e.ToString(), StringComparison.Ordinal);
        Assert.Contains("""
            "kind":"co2","source":0,"number":128,"value":1205,"unit":"ppm"}
            """, JsonSerializer.Serialize(e), StringComparison.Ordinal);
    }

    [Fact]
    public void ADeclaredStateHasItsNameAndItsWords()
    {
        List<NanoEvent> events = Decode("private-states", Kinds());

        Assert.Equal(((EventKind)192, _contact, true, "open"), (events[0].Kind, events[0].Condition!, events[0].On!.Value, events[0].Condition!.Word(true)));
        Assert.EndsWith("contact 0 closed", events[1].ToString(), StringComparison.Ordinal);
        Assert.Contains("""
            "kind":"contact","source":0,"number":192,"on":true,"state":"open"}
            """, JsonSerializer.Serialize(events[0]), StringComparison.Ordinal);
        Assert.Equal(EventKind.Unknown, events[2].Kind);
    }

    [Fact]
    public void ThresholdFaultAndChatterSayWhatTheyAreAbout()
    {
        NanoEvent limit = Decode("limits", Kinds())[0];
        NanoEvent fault = Decode("sensor-faults", Kinds())[0];
        NanoEvent chatter = Decode("state-chatter", Kinds())[0];

        Assert.Equal((EventKind.Threshold, _co2, 1205.0, 1200.0, "ppm", true), (limit.Kind, limit.Measurement!, limit.Value!.Value, limit.Limit!.Value, limit.Unit, limit.Entered!.Value));
        Assert.Equal((EventKind.Fault, _co2, "no-answer", null), (fault.Kind, fault.Measurement!, fault.Reason, fault.Value));
        Assert.Equal((EventKind.Chatter, _contact, 75), (chatter.Kind, chatter.Condition!, chatter.Count!.Value));
        Assert.Contains("""
            "of":"co2","number":128,"value":1205,"unit":"ppm","limit":1200,"side":"high","entered":true}
            """, JsonSerializer.Serialize(limit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private-measurements")]
    [InlineData("private-states")]
    [InlineData("limits")]
    [InlineData("sensor-faults")]
    [InlineData("state-chatter")]
    [InlineData("state-private")]
    public void PrivateKindsComeBackFromJson(string vector)
    {
        foreach (NanoEvent e in Decode(vector, Kinds()))
        {
            string json = JsonSerializer.Serialize(e);
            NanoEvent back = JsonSerializer.Deserialize<NanoEvent>(json);

            Assert.Equal(json, JsonSerializer.Serialize(back));
            Assert.Equal((e.Kind, e.RawKind, e.Value, e.Limit, e.On, e.Unit, e.Began), (back.Kind, back.RawKind, back.Value, back.Limit, back.On, back.Unit, back.Began));
        }
    }

    [Theory]
    [InlineData("""{"kind":"co2","number":300,"value":1,"unit":"ppm"}""")]
    [InlineData("""{"kind":"co2","number":192,"value":1,"unit":"ppm"}""")]
    [InlineData("""{"kind":"co2","number":128,"value":1e9,"unit":"ppm"}""")]
    [InlineData("""{"kind":"co2","number":128,"value":1,"unit":""}""")]
    [InlineData("""{"kind":"C O2","number":128,"value":1,"unit":"ppm"}""")]
    [InlineData("""{"kind":"threshold","of":"co2","number":128,"limit":1,"side":"high","entered":true}""")]
    [InlineData("""{"kind":"contact","number":192,"on":true,"state":""}""")]
    public void JsonThatIsNoEventIsRefused(string own)
    {
        string json = own[..^1] + ""","device":"hall","boot":7,"sequence":3,"time":null,"clock":"unknown","source":0}""";

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NanoEvent>(json.Replace("1e9", "99999999999", StringComparison.Ordinal)));
    }

    [Fact]
    public void ADeviceThatDeclaresItsKindsNeedsNoRegistration()
    {
        var timeline = new DeviceTimeline("shed", TimeSpan.FromSeconds(5));
        Assert.True(timeline.TryAdd(Vector.Load("state-private").Bytes, TimelineRun.Start, retained: true, out _));

        DeviceState state = timeline.GetState();
        SourceState co2 = state.Sources.Single(s => s.Type == (SourceType)128 && s.Source == 0);
        SourceState door = state.Sources.Single(s => s.Type == (SourceType)192);

        Assert.Equal(("hall", 1205.0, "ppm"), (co2.Name, co2.Readings[0].Value, co2.Readings[0].Measurement.Unit));
        Assert.Equal(("front door", true, "open"), (door.Name, door.On, door.Condition!.Word(door.On!.Value)));
        Assert.Equal("no-answer", state.Sources.Single(s => s.Type == (SourceType)128 && s.Source == 1).Fault);
    }

    [Fact]
    public void EventsAfterAStateHaveTheKindsThatItDeclares()
    {
        var timeline = new DeviceTimeline("shed", TimeSpan.FromSeconds(5));
        var writer = new BatchWriter();
        Assert.True(timeline.TryAdd(Vector.Load("state-private").Bytes, TimelineRun.Start, retained: false, out _));
        writer.Begin(0x123456, 12, 2000, false);
        writer.PutEvent(EventWord.Pack((EventKind)128, 0, false, 0), 1990, 800);
        writer.PutEvent(EventWord.Pack((EventKind)192, 0, false, 0), 1995, 0);
        Assert.True(timeline.TryAdd(writer.Buffer.AsSpan(0, writer.End()).ToArray(), TimelineRun.Start, retained: false, out _));

        Assert.True(timeline.TryTake(out NanoEvent co2));
        Assert.True(timeline.TryTake(out NanoEvent door));

        Assert.Equal(("hall", 800.0, "ppm"), (co2.Name, co2.Value, co2.Unit));
        Assert.Equal(("front door", false), (door.Name, door.On));
        Assert.Equal(false, timeline.GetState().Sources.Single(s => s.Type == (SourceType)192).On);
    }

    [Fact]
    public void WhatADeviceDeclaresCountsForThatDevice()
    {
        var given = new EventKinds();
        given.Add(Measurement.Private(128, "light", "lx", 0.1));

        Assert.Equal(("co2", 1205.0), Of(Decode("state-private", given)[0]));
        Assert.Equal(("light", 120.5), Of(Decode("private-measurements", given)[0]));

        static (string, double) Of(NanoEvent e) => (e.Measurement!.Name, e.Value!.Value);
    }

    [Fact]
    public void OfTwoDeclarationsThatAreTheSameTheReadersOwnKnowsMore() =>
        Assert.Same(_co2, Decode("state-private", Kinds())[0].Measurement);

    [Theory]
    [InlineData(127, "co2", "ppm", 1)]
    [InlineData(192, "co2", "ppm", 1)]
    [InlineData(128, "", "ppm", 1)]
    [InlineData(128, "CO2", "ppm", 1)]
    [InlineData(128, "temperature", "ppm", 1)]
    [InlineData(128, "broker", "ppm", 1)]
    [InlineData(128, "a-name-of-17-long", "ppm", 1)]
    [InlineData(128, "co2", "", 1)]
    [InlineData(128, "co2", "pp\n", 1)]
    [InlineData(128, "co2", "ppm", 0.5)]
    public void ADeclarationThatCannotBeIsRefused(int number, string name, string unit, double resolution) =>
        Assert.Throws<ArgumentException>(() => Measurement.Private(number, name, unit, resolution));

    [Theory]
    [InlineData(191, "contact", "open")]
    [InlineData(255, "contact", "open")]
    [InlineData(192, "motion", "open")]
    [InlineData(192, "contact", "")]
    public void AStateThatCannotBeIsRefused(int number, string name, string on) =>
        Assert.Throws<ArgumentException>(() => Condition.Private(number, name, on));

    [Fact]
    public void ANumberOrANameIsGivenOnce()
    {
        EventKinds kinds = Kinds();

        Assert.Throws<ArgumentException>(() => kinds.Add(Measurement.Private(128, "light", "lx")));
        Assert.Throws<ArgumentException>(() => kinds.Add(Measurement.Private(129, "contact", "lx")));
        Assert.Throws<ArgumentException>(() => kinds.Add(Measurement.Humidity));
        Assert.Equal([_co2], kinds.Measurements);
        Assert.Equal([_contact], kinds.Conditions);
    }

    private static EventKinds Kinds()
    {
        var kinds = new EventKinds();
        kinds.Add(_co2);
        kinds.Add(_contact);
        return kinds;
    }

    private static List<NanoEvent> Decode(string vector, EventKinds? kinds)
    {
        List<NanoEvent> events = [];
        Assert.True(BatchDecoder.TryDecode(Vector.Load(vector).Bytes, events, out _, "shed", kinds));
        return events;
    }
}
