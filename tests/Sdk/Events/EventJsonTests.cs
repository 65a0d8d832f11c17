using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace NanoEvents.Tests;

public sealed partial class EventJsonTests
{
    private const string Motion =
        """{"device":"hall","boot":7,"sequence":3,"time":"2026-01-31T08:00:00.120Z","clock":"estimated","kind":"motion","source":0,"name":"door","moving":true}""";

    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<EventKind> Kinds => [.. Enum.GetValues<EventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindComesBackAsItWas(EventKind kind)
    {
        foreach (NanoEvent e in Samples.Of(kind))
        {
            string json = JsonSerializer.Serialize(e);

            NanoEvent back = JsonSerializer.Deserialize<NanoEvent>(json);

            Assert.Equal(json, JsonSerializer.Serialize(back));
            Assert.All(typeof(NanoEvent).GetProperties(), p => Assert.Equal(Comparable(p, e), Comparable(p, back)));
        }
    }

    [Fact]
    public void TheConverterWritesWhatTheContextOfANativeProgramWrites()
    {
        NanoEvent e = JsonSerializer.Deserialize(Motion, Context.Default.NanoEvent);

        Assert.Equal(Motion, JsonSerializer.Serialize(e, Context.Default.NanoEvent));
        Assert.Equal(Motion, JsonSerializer.Serialize(e));
        Assert.Equal(("hall", 7, 3u, true, "door", ClockQuality.Estimated), (e.Device, e.BootId, e.Sequence!.Value, e.Moving!.Value, e.Name, e.Clock));
    }

    [Fact]
    public void TextIsEscapedAsTheOptionsSay()
    {
        string named = Motion.Replace("door", "Tür <1>", StringComparison.Ordinal);
        NanoEvent e = JsonSerializer.Deserialize<NanoEvent>(named);

        Assert.Equal(named, JsonSerializer.Serialize(e, _relaxed));
        Assert.Contains("\"T\\u00FCr \\u003C1\\u003E\"", JsonSerializer.Serialize(e), StringComparison.Ordinal);
        Assert.Equal("Tür <1>", e.Name);
    }

    [Fact]
    public void MembersComeInAnyOrderAndUnknownOnesAreIgnored()
    {
        string other =
            """{"moving":true,"new":{"a":[1,2]},"name":"door","source":0,"kind":"motion","clock":"estimated","time":"2026-01-31T09:00:00.12+01:00","sequence":3,"boot":7,"device":"hall"}""";

        Assert.Equal(Motion, JsonSerializer.Serialize(JsonSerializer.Deserialize<NanoEvent>(other)));
    }

    [Fact]
    public void AValueThatAnotherToolHasRoundedIsTakenToItsResolution()
    {
        string json = """{"device":null,"boot":1,"sequence":1,"time":null,"clock":"unknown","kind":"temperature","source":0,"celsius":2.1100000000000001E1}""";

        Assert.Equal(21.1, JsonSerializer.Deserialize<NanoEvent>(json).Celsius);
    }

    [Theory]
    [InlineData("7", "An event is an object, not 7.")]
    [InlineData("{}", "An event has a member \"kind\"; this object has none.")]
    [InlineData("""{"kind":"summary"}""", "This version knows no kind \"summary\" of event.")]
    [InlineData("""{"kind":3}""", "\"kind\" must be text, not 3.")]
    [InlineData("""boot":7>boot":-1""", "\"boot\" must be a whole number, 0 or more, not -1.")]
    [InlineData("""boot":7>boot":4294967296""", "\"boot\" must be 0 to 2147483647, not 4294967296.")]
    [InlineData("""source":0>source":32""", "\"source\" must be 0 to 31, not 32.")]
    [InlineData("""moving":true>moving":null""", "\"moving\" must be true or false, not null.")]
    [InlineData("""moving":true>moved":true""", "An event has a member \"moving\"; this object has none.")]
    [InlineData("""estimated>guessed""", "\"clock\" cannot be \"guessed\": it is synchronized, estimated or unknown.")]
    [InlineData("""estimated>unknown""", "An event with the clock \"unknown\" has no time.")]
    [InlineData("""2026-01-31T08:00:00.120Z>yesterday""", "\"time\" must be a time such as \"2026-01-31T08:00:00.000Z\", not \"yesterday\".")]
    [InlineData("""{"device":"a","boot":1,"sequence":1,"time":null,"clock":"unknown","kind":"fault","source":0,"reason":"broken","began":true}""", "In this fault event \"reason\" cannot be \"broken\".")]
    [InlineData("""{"device":"a","boot":1,"sequence":null,"time":null,"clock":"unknown","kind":"lost","source":null,"from":1,"cause":"transit"}""", "In this lost event \"cause\" cannot be \"transit\".")]
    [InlineData("""{"device":"a","boot":1,"sequence":1,"time":null,"clock":"unknown","kind":"unknown","source":0,"number":256,"flag":true,"raw":""}""", "In this unknown event \"number\" cannot be 256.")]
    [InlineData("""{"device":"a","boot":1,"sequence":1,"time":null,"clock":"unknown","kind":"unknown","source":0,"number":9,"flag":true,"raw":"0g"}""", "In this unknown event \"raw\" cannot be \"0g\".")]
    [InlineData("""{"device":"a","boot":1,"sequence":1,"time":null,"clock":"unknown","kind":"temperature","source":0,"celsius":1e20}""", "In this temperature event \"celsius\" cannot be 1e20.")]
    public void WhatIsNoEventIsRefusedWithAClearMessage(string json, string message)
    {
        string[] change = json.Split('>');
        string bad = change.Length == 2 ? Motion.Replace(change[0], change[1], StringComparison.Ordinal) : json;

        JsonException refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NanoEvent>(bad));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    // JSON has times to the millisecond and no error of a time.
    private static object? Comparable(PropertyInfo property, NanoEvent e) => property.GetValue(e) switch
    {
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        ReadOnlyMemory<byte> raw => Convert.ToHexString(raw.Span),
        _ when property.Name == nameof(NanoEvent.TimeError) => null,

        // The JSON of a fault has no unit.
        Measurement measurement => measurement.Name,
        var value => value,
    };

    [JsonSerializable(typeof(NanoEvent))]
    private sealed partial class Context : JsonSerializerContext;
}
