using System.Text;
using System.Text.Json;
using Xunit;

namespace NanoEvents.Tests;

public sealed class VectorTests
{
    public static TheoryData<string> Names => [.. Vector.Names];

    public static TheoryData<string> RefusedNames => [.. Vector.RefusedNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryVectorMeansWhatItSays(string name)
    {
        Vector vector = Vector.Load(name);

        Assert.True(BatchReader.TryRead(vector.Bytes, out Batch batch, out BatchError why), why.Message);

        Assert.Equal(BatchFault.None, why.Fault);
        CheckHeader(vector.Header, batch);
        CheckFields(vector.Fields.ToList(), batch);
        CheckEvents(vector.Events.ToList(), batch);
        CheckTimes(vector.Root, batch);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void EveryRefusedVectorIsRefusedForItsReason(string name)
    {
        Vector vector = Vector.Load(name);

        Assert.False(BatchReader.TryRead(vector.Bytes, out _, out BatchError why));

        Assert.Equal(vector.Root.GetProperty("fault").GetString(), why.Fault.ToString());
        Assert.NotEmpty(why.Message);
    }

    private static void CheckHeader(JsonElement header, in Batch batch)
    {
        Assert.Equal(header.GetProperty("boot").GetInt32(), batch.Boot);
        Assert.Equal(header.GetProperty("sequence").GetUInt32(), batch.Sequence);
        if (header.TryGetProperty("short", out JsonElement form))
        {
            Assert.Equal((true, true, -1L, false), (batch.IsShort, batch.HasAnchor, batch.SealedTicks, batch.IsState));
            Assert.Equal(form.GetProperty("wall").GetInt64(), batch.WallTicks);
            Assert.Equal(form.GetProperty("uptime").GetInt32() & 0xFF, batch.UptimeLow);
            Assert.Equal(form.GetProperty("error").GetUInt32(), batch.AnchorErrorTicks);
            return;
        }

        Assert.False(batch.IsShort);
        Assert.Equal(header.GetProperty("sealed").GetInt64(), batch.SealedTicks);
        Assert.Equal(header.GetProperty("state").GetBoolean(), batch.IsState);
        Assert.Equal(header.TryGetProperty("anchor", out JsonElement anchor), batch.HasAnchor);
        if (batch.HasAnchor)
        {
            Assert.Equal(anchor.GetProperty("ticks").GetInt64(), batch.AnchorTicks);
            Assert.Equal(anchor.GetProperty("error").GetUInt32(), batch.AnchorErrorTicks);
        }
    }

    private static void CheckFields(List<JsonElement> fields, in Batch batch)
    {
        List<JsonElement> Of(string name) => fields.Where(f => f.GetProperty("field").ToString() == name).ToList();
        uint ValueOf(string name) => Of(name).Select(f => f.GetProperty("value").GetUInt32()).FirstOrDefault();

        Assert.Equal(ValueOf("overflow"), batch.Overflow);
        Assert.Equal(ValueOf("waiting"), batch.Waiting);
        Assert.Equal(ValueOf("minor"), batch.MinorVersion);
        Assert.Equal(Of("period").Count == 1 ? ValueOf("period") : 60, batch.PeriodSeconds);
        Assert.Equal(Of("names").Count == 1, batch.HasNames);
        Assert.Equal(Of("boot").Count == 1, batch.HasBoot);
        Assert.Equal(Of("boot").Select(f => f.GetProperty("cause").GetInt32()).FirstOrDefault(), batch.BootCause);
        Assert.Equal(
            Of("boot").Select(f => f.GetProperty("firmware").GetString()).FirstOrDefault() ?? "",
            Encoding.UTF8.GetString(batch.FirmwareUtf8));
        Assert.Equal(CountersIn(Of("counters")), CountersOf(batch));
        Assert.Equal(NamesIn(Of("names")), NamesOf(batch));
        Assert.Equal(KindsIn(Of("kinds")), KindsOf(batch));
        Assert.Equal(UnknownIn(fields), UnknownOf(batch));
    }

    private static void CheckEvents(List<JsonElement> events, Batch batch)
    {
        Assert.Equal(events.Count, batch.EventCount);
        int index = 0;
        foreach (BatchEvent e in batch)
        {
            CheckEvent(events[index], e);
            Assert.Equal(index++, e.Index);
        }

        Assert.Equal(events.Count, index);
    }

    private static void CheckEvent(JsonElement expected, in BatchEvent e)
    {
        JsonElement kind = expected.GetProperty("kind");
        int Number(string name) => expected.TryGetProperty(name, out JsonElement n) ? n.GetInt32() : 0;
        uint Unsigned(string name) => expected.TryGetProperty(name, out JsonElement n) ? n.GetUInt32() : 0;

        Assert.Equal(kind.ValueKind == JsonValueKind.Number ? KindOf(expected, kind.GetInt32()) : kind.GetString(), e.Kind.ToString(), ignoreCase: true);
        bool isAbout = expected.TryGetProperty("about", out JsonElement about);
        Assert.Equal(kind.ValueKind == JsonValueKind.Number ? kind.GetInt32() : isAbout ? NumberOf(e.Kind) : (int)e.Kind, e.RawKind);
        Assert.True(!isAbout || about.GetInt32() == e.About);
        Assert.Equal(Number("source"), e.Source);
        Assert.Equal(expected.GetProperty("flag").GetBoolean(), e.Flag);
        Assert.Equal(expected.GetProperty(expected.TryGetProperty("wall", out _) ? "wall" : "uptime").GetInt64(), e.Ticks);
        Assert.Equal(Number("centi"), e.CentiValue);
        Assert.Equal(Number("limit"), e.LimitValue);
        Assert.Equal(Unsigned("count"), e.EdgeCount);
        Assert.Equal(Unsigned("span"), e.SpanTicks);
        Assert.Equal(expected.TryGetProperty("side", out JsonElement side) ? side.GetString() == "high" ? 1 : 0 : Number("reason"), e.Detail);
        if (expected.TryGetProperty("content", out JsonElement content))
        {
            Assert.Equal(content.GetString(), Convert.ToHexStringLower(e.Content));
        }
    }

    // A private kind is its number. One that is not of its form is unknown, and has no value.
    private static string KindOf(JsonElement e, int number) => number is >= 192 and < 255 || e.TryGetProperty("centi", out _) ? $"{number}" : "Unknown";

    private static int NumberOf(EventKind kind) => kind == EventKind.Threshold ? 8 : kind == EventKind.Fault ? 10 : 11;

    private static void CheckTimes(JsonElement vector, in Batch batch)
    {
        if (!vector.TryGetProperty("times", out JsonElement times))
        {
            return;
        }

        EventDating dating = EventDating.ByAnchorOf(batch);
        List<DateTimeOffset?> found = [];
        foreach (BatchEvent e in batch)
        {
            NanoEvent dated = NanoEvent.Of(e, "hall", batch.Boot, dating.At(e.Ticks), 1, null);
            found.Add(dated.Time);
            Assert.False(dated.Time is null && dated.Kind == EventKind.Chatter && dated.First is not null, "a first time without a last one");
        }

        Assert.Equal(times.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.Null ? (DateTimeOffset?)null : t.GetDateTimeOffset()), found);
    }

    private static List<BatchCounter> CountersIn(List<JsonElement> fields) => fields
        .SelectMany(f => f.GetProperty("counters").EnumerateArray())
        .Select(c => new BatchCounter(c[0].GetUInt32(), c[1].GetUInt32())).ToList();

    private static List<BatchCounter> CountersOf(in Batch batch)
    {
        var counters = new List<BatchCounter>();
        foreach (BatchCounter counter in batch.Counters)
        {
            counters.Add(counter);
        }

        return counters;
    }

    private static List<string> NamesIn(List<JsonElement> fields) => fields
        .SelectMany(f => f.GetProperty("names").EnumerateArray())
        .Select(n => $"{n.GetProperty("type")} {n.GetProperty("source")} {n.GetProperty("name")}").ToList();

    private static List<string> NamesOf(in Batch batch)
    {
        var names = new List<string>();
        foreach (BatchName name in batch.Names)
        {
            names.Add($"{(int)name.Type} {name.Source} {name.ToString()}");
        }

        return names;
    }

    private static List<string> KindsIn(List<JsonElement> fields) => fields
        .SelectMany(f => f.GetProperty("kinds").EnumerateArray())
        .Select(k => $"{k.GetProperty("number")} {string.Join(' ', k.GetProperty("texts").EnumerateArray())}".TrimEnd()).ToList();

    private static List<string> KindsOf(in Batch batch)
    {
        var kinds = new List<string>();
        foreach (object kind in batch.Kinds)
        {
            kinds.Add(kind is Measurement m ? $"{(int)m.Kind} {m.Name} {m.Unit}" : kind is Condition c ? $"{(int)c.Kind} {c.Name} {c.On} {c.Off}" : "");
        }

        return kinds;
    }

    private static List<string> UnknownIn(List<JsonElement> fields) => fields
        .Where(f => f.GetProperty("field").ValueKind == JsonValueKind.Number)
        .Select(f => $"{f.GetProperty("field")} {f.GetProperty("content")}").ToList();

    private static List<string> UnknownOf(in Batch batch)
    {
        var unknown = new List<string>();
        foreach (BatchField field in batch.UnknownFields)
        {
            unknown.Add($"{field.Id} {Convert.ToHexStringLower(field.Content)}");
        }

        return unknown;
    }
}
