using System.Text;
using System.Text.Json;
using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Firmware.Tests;

public sealed class VectorTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "vectors");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(_folder, "*.json").Where(IsWritten).Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheWriterWritesEveryVector(string name)
    {
        JsonElement vector = Read(Path.Combine(_folder, name + ".json"));
        var writer = new BatchWriter();

        Begin(writer, vector.GetProperty("header"));
        foreach (JsonElement field in vector.GetProperty("fields").EnumerateArray())
        {
            PutField(writer, field);
        }

        writer.EndFields();
        foreach (JsonElement e in vector.GetProperty("events").EnumerateArray())
        {
            PutEvent(writer, e, FromOf(vector.GetProperty("header")));
        }

        int length = writer.End();

        Assert.Equal(vector.GetProperty("hex").GetString(), Convert.ToHexStringLower(writer.Buffer.AsSpan(0, length)));
    }

    private static bool IsWritten(string path) => Read(path).GetProperty("writtenByFirmware").GetBoolean();

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    private static void Begin(BatchWriter writer, JsonElement header)
    {
        if (header.TryGetProperty("short", out JsonElement form))
        {
            writer.BeginShort(
                header.GetProperty("boot").GetInt32(),
                unchecked((int)header.GetProperty("sequence").GetUInt32()),
                form.GetProperty("wall").GetInt64(),
                form.GetProperty("uptime").GetInt32(),
                form.GetProperty("error").GetInt32());
            return;
        }

        writer.Begin(
            header.GetProperty("boot").GetInt32(),
            unchecked((int)header.GetProperty("sequence").GetUInt32()),
            header.GetProperty("sealed").GetInt64(),
            header.GetProperty("state").GetBoolean());
        if (header.TryGetProperty("anchor", out JsonElement anchor))
        {
            writer.PutAnchor(anchor.GetProperty("ticks").GetInt64(), unchecked((int)anchor.GetProperty("error").GetUInt32()));
        }
    }

    // The events of a short batch have times of the wall clock, and the writer takes uptimes.
    private static long FromOf(JsonElement header) =>
        header.TryGetProperty("short", out JsonElement form) ? form.GetProperty("wall").GetInt64() - form.GetProperty("uptime").GetInt64() : 0;

    private static void PutField(BatchWriter writer, JsonElement field)
    {
        bool isLong = field.TryGetProperty("twoByteLength", out JsonElement two) && two.GetBoolean();
        writer.BeginField(IdOf(field.GetProperty("field")), isLong);
        PutContent(writer, field);
        PutHex(writer, field, "extra");
        writer.EndField(isLong);
    }

    private static int IdOf(JsonElement field) => field.ValueKind == JsonValueKind.Number
        ? unchecked((int)field.GetUInt32())
        : field.GetString() switch
        {
            "boot" => BatchFormat.FieldBoot,
            "counters" => BatchFormat.FieldCounters,
            "overflow" => BatchFormat.FieldOverflow,
            "waiting" => BatchFormat.FieldWaiting,
            "names" => BatchFormat.FieldNames,
            "period" => BatchFormat.FieldPeriod,
            "kinds" => BatchFormat.FieldKinds,
            _ => BatchFormat.FieldMinor,
        };

    private static void PutContent(BatchWriter writer, JsonElement field)
    {
        switch (field.GetProperty("field").ToString())
        {
            case "boot":
                writer.PutByte(field.GetProperty("cause").GetInt32());
                PutText(writer, field.GetProperty("firmware").GetString()!);
                break;
            case "counters":
                foreach (JsonElement counter in field.GetProperty("counters").EnumerateArray())
                {
                    writer.PutVarint(counter[0].GetUInt32());
                    writer.PutVarint(counter[1].GetUInt32());
                }

                break;
            case "names":
                foreach (JsonElement name in field.GetProperty("names").EnumerateArray())
                {
                    PutName(writer, name);
                }

                break;
            case "kinds":
                foreach (JsonElement declared in field.GetProperty("kinds").EnumerateArray())
                {
                    writer.PutByte(declared.GetProperty("number").GetInt32());
                    writer.PutByte(declared.GetProperty("decimals").GetInt32());
                    foreach (JsonElement text in declared.GetProperty("texts").EnumerateArray())
                    {
                        writer.PutByte(Encoding.UTF8.GetByteCount(text.GetString()!));
                        PutText(writer, text.GetString()!);
                    }
                }

                break;
            case "overflow" or "waiting" or "minor" or "period":
                writer.PutVarint(field.GetProperty("value").GetUInt32());
                break;
            default:
                PutHex(writer, field, "content");
                break;
        }
    }

    private static void PutName(BatchWriter writer, JsonElement name)
    {
        string text = name.GetProperty("name").GetString()!;
        writer.PutByte(name.GetProperty("type").GetInt32());
        writer.PutByte(name.GetProperty("source").GetInt32());
        writer.PutByte(Encoding.UTF8.GetByteCount(text));
        PutText(writer, text);
    }

    private static void PutText(BatchWriter writer, string text)
    {
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            writer.PutByte(b);
        }
    }

    private static void PutHex(BatchWriter writer, JsonElement from, string name)
    {
        if (from.TryGetProperty(name, out JsonElement hex))
        {
            foreach (byte b in Convert.FromHexString(hex.GetString()!))
            {
                writer.PutByte(b);
            }
        }
    }

    private static void PutEvent(BatchWriter writer, JsonElement e, long from)
    {
        int Number(string name) => e.TryGetProperty(name, out JsonElement n) ? n.GetInt32() : 0;
        int source = Number("source");
        bool flag = e.GetProperty("flag").GetBoolean();
        int ticks = unchecked((int)(e.GetProperty(e.TryGetProperty("wall", out _) ? "wall" : "uptime").GetInt64() - from));
        JsonElement kind = e.GetProperty("kind");
        if (kind.ValueKind == JsonValueKind.Number && kind.GetInt32() is >= 128 and < 255 and int own)
        {
            writer.PutEvent(EventWord.Pack((EventKind)own, source, flag, 0), ticks, Number("centi"));
            return;
        }

        if (e.TryGetProperty("about", out JsonElement about))
        {
            PutAbout(writer, e, (EventKind)about.GetInt32(), source, flag, ticks);
            return;
        }

        if (kind.ValueKind == JsonValueKind.Number)
        {
            writer.PutRaw(kind.GetInt32(), source, flag, ticks, Convert.FromHexString(e.GetProperty("content").GetString()!));
            return;
        }

        if (e.TryGetProperty("extra", out JsonElement extra))
        {
            PutLongerContent(writer, e, source, flag, ticks, Convert.FromHexString(extra.GetString()!));
            return;
        }

        EventKind known = Enum.Parse<EventKind>(kind.GetString()!, ignoreCase: true);
        (int detail, int value) = known switch
        {
            EventKind.Temperature => (0, Number("centi")),
            EventKind.Threshold => (SideOf(e), EventWord.PackThreshold(Number("centi"), Number("limit"))),
            EventKind.Chatter => (Number("span"), Number("count")),
            EventKind.Fault => (Number("reason"), 0),
            EventKind.Motion => (0, 0),
            _ => (0, Number("centi")),
        };
        writer.PutEvent(EventWord.Pack(known, source, known != EventKind.Temperature && flag, detail), ticks, value);
    }

    private static void PutAbout(BatchWriter writer, JsonElement e, EventKind about, int source, bool flag, int ticks)
    {
        int Number(string name) => e.GetProperty(name).GetInt32();
        switch (e.GetProperty("kind").GetString())
        {
            case "threshold":
                writer.PutEvent(
                    EventWord.PackLimit(about, source, flag, SideOf(e) == 1, Number("limit")), ticks, EventWord.PackSteps(Number("centi"), Number("limit")));
                break;
            case "fault":
                writer.PutEvent(EventWord.PackFault(about, source, flag, Number("reason")), ticks, 0);
                break;
            default:
                writer.PutEvent(EventWord.PackStateChatter(about, source, Number("span")), ticks, Number("count"));
                break;
        }
    }

    // What a later minor version will send: the content of today, and more.
    private static void PutLongerContent(BatchWriter writer, JsonElement e, int source, bool flag, int ticks, byte[] extra)
    {
        var today = new BatchWriter();
        today.Begin(0, 0, 0, false);
        int before = today.Length;
        string kind = e.GetProperty("kind").GetString()!;
        switch (kind)
        {
            case "threshold":
                today.PutVarint(Zigzag(e.GetProperty("centi").GetInt32()));
                today.PutVarint(Zigzag(e.GetProperty("limit").GetInt32()));
                today.PutByte(SideOf(e));
                break;
            case "chatter":
                today.PutVarint(e.GetProperty("count").GetUInt32());
                today.PutVarint(e.GetProperty("span").GetUInt32());
                break;
            case "fault":
                today.PutByte(e.GetProperty("reason").GetInt32());
                break;
            default:
                today.PutVarint(Zigzag(e.GetProperty("centi").GetInt32()));
                break;
        }

        byte[] content = [.. today.Buffer.AsSpan(before, today.Length - before), .. extra];
        writer.PutRaw((int)Enum.Parse<EventKind>(kind, ignoreCase: true), source, flag, ticks, content);
    }

    private static int SideOf(JsonElement e) => e.GetProperty("side").GetString() == "high" ? 1 : 0;

    private static uint Zigzag(int value) => unchecked((uint)((value << 1) ^ (value >> 31)));
}
