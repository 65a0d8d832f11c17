using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using NanoEvents.Protocol;

namespace NanoEvents.Device.Tests;

/// <summary>Writes firmware/protocol/vectors as device tests: a board has no JSON reader, so each vector becomes the calls that give its bytes.</summary>
internal static class VectorSource
{
    /// <summary>The source of tests/Device/VectorTests.cs.</summary>
    public static string Write(IEnumerable<JsonElement> vectors)
    {
        string tests = string.Join("\n", vectors.Where(v => v.GetProperty("writtenByFirmware").GetBoolean()).Select(Test));
        return $$"""
            // Written from firmware/protocol/vectors by tests/Device/OnPc: see VectorSourceTests there. Do not change it here.
            using NanoEvents.Protocol;
            using nanoFramework.TestFramework;

            namespace NanoEvents.Device.Tests
            {
                /// <summary>Each of firmware/protocol/vectors that the firmware writes.</summary>
                [TestClass]
                public class VectorTests
                {
            {{tests}}    }
            }

            """;
    }

    private static string Test(JsonElement vector) => $$"""
                /// <summary>{{SecurityElement.Escape(vector.GetProperty("shows").GetString())}}</summary>
                [TestMethod]
                public static void {{Pascal(vector.GetProperty("name").GetString())}}()
                {
                    BatchWriter writer = new BatchWriter();

        {{string.Concat(Calls(vector).Select(c => $"            {c};\n"))}}
                    Bytes.AreEqual({{Quoted(vector.GetProperty("hex").GetString())}}, writer.Buffer, writer.Length);
                }

        """;

    private static IEnumerable<string> Calls(JsonElement vector)
    {
        JsonElement header = vector.GetProperty("header");
        int boot = header.GetProperty("boot").GetInt32();
        int sequence = unchecked((int)header.GetProperty("sequence").GetUInt32());
        long from = 0;
        if (header.TryGetProperty("short", out JsonElement form))
        {
            // The events of a short batch have times of the wall clock, and the writer takes uptimes.
            from = form.GetProperty("wall").GetInt64() - form.GetProperty("uptime").GetInt64();
            yield return $"writer.BeginShort(0x{boot:x}, {sequence}, {form.GetProperty("wall")}, {form.GetProperty("uptime")}, {form.GetProperty("error")})";
        }
        else
        {
            yield return $"writer.Begin(0x{boot:x}, {sequence}, {header.GetProperty("sealed")}, {Flag(header, "state")})";
        }

        if (header.TryGetProperty("anchor", out JsonElement anchor))
        {
            yield return $"writer.PutAnchor({anchor.GetProperty("ticks")}, {unchecked((int)anchor.GetProperty("error").GetUInt32())})";
        }

        foreach (string call in vector.GetProperty("fields").EnumerateArray().SelectMany(Field))
        {
            yield return call;
        }

        yield return "writer.EndFields()";
        foreach (JsonElement e in vector.GetProperty("events").EnumerateArray())
        {
            yield return Event(e, from);
        }

        yield return "writer.End()";
    }

    private static IEnumerable<string> Field(JsonElement field)
    {
        JsonElement id = field.GetProperty("field");
        string isLong = field.TryGetProperty("twoByteLength", out JsonElement two) && two.GetBoolean() ? "true" : "false";
        string name = id.ValueKind == JsonValueKind.Number ? $"{unchecked((int)id.GetUInt32())}" : "BatchFormat.Field" + Pascal(id.GetString());
        return [$"writer.BeginField({name}, {isLong})", .. Content(field), .. Hex(field, "extra"), $"writer.EndField({isLong})"];
    }

    private static IEnumerable<string> Content(JsonElement field) => field.GetProperty("field").ToString() switch
    {
        "boot" => [$"writer.PutByte({field.GetProperty("cause")})", PutText(field.GetProperty("firmware"))],
        "counters" => field.GetProperty("counters").EnumerateArray().SelectMany(c => c.EnumerateArray()).Select(PutVarint),
        "names" => field.GetProperty("names").EnumerateArray().SelectMany(Name),
        "kinds" => field.GetProperty("kinds").EnumerateArray().SelectMany(Kind),
        "overflow" or "waiting" or "minor" or "period" => [PutVarint(field.GetProperty("value"))],
        _ => Hex(field, "content"),
    };

    private static IEnumerable<string> Kind(JsonElement kind) =>
    [
        $"writer.PutByte({kind.GetProperty("number")})", $"writer.PutByte({kind.GetProperty("decimals")})",
        .. kind.GetProperty("texts").EnumerateArray().SelectMany(t => new[] { $"writer.PutByte({Encoding.UTF8.GetByteCount(t.GetString())})", PutText(t) }),
    ];

    private static IEnumerable<string> Name(JsonElement name)
    {
        JsonElement text = name.GetProperty("name");
        int length = Encoding.UTF8.GetByteCount(text.GetString());
        return [$"writer.PutByte({name.GetProperty("type")})", $"writer.PutByte({name.GetProperty("source")})", $"writer.PutByte({length})", PutText(text)];
    }

    private static string Event(JsonElement e, long from)
    {
        int ticks = unchecked((int)(e.GetProperty(e.TryGetProperty("wall", out _) ? "wall" : "uptime").GetInt64() - from));
        JsonElement kind = e.GetProperty("kind");
        if (kind.ValueKind == JsonValueKind.Number)
        {
            if (kind.GetInt32() is >= 128 and < 255)
            {
                string own = e.TryGetProperty("centi", out JsonElement steps) ? steps.ToString() : "0";
                return $"writer.PutEvent(EventWord.Pack((EventKind){kind}, {Number(e, "source")}, {Flag(e, "flag")}, 0), {ticks}, {own})";
            }

            return PutRaw(kind.ToString(), e, ticks, e.GetProperty("content").GetString());
        }

        if (e.TryGetProperty("about", out JsonElement about))
        {
            return About(e, $"(EventKind){about}", ticks);
        }

        string name = "EventKind." + Pascal(kind.GetString());
        if (e.TryGetProperty("extra", out JsonElement extra))
        {
            return PutRaw("(int)" + name, e, ticks, ContentOfToday(e) + extra.GetString());
        }

        // A temperature's flag is not given: it follows from the value.
        string flag = name == "EventKind.Temperature" ? "false" : Flag(e, "flag");
        (string detail, string value) = kind.GetString() switch
        {
            "temperature" or "humidity" or "pressure" => ("0", Number(e, "centi")),
            "threshold" => (Side(e), $"EventWord.PackThreshold({Number(e, "centi")}, {Number(e, "limit")})"),
            "chatter" => (Number(e, "span"), Number(e, "count")),
            "fault" => (Number(e, "reason"), "0"),
            _ => ("0", "0"),
        };
        return $"writer.PutEvent(EventWord.Pack({name}, {Number(e, "source")}, {flag}, {detail}), {ticks}, {value})";
    }

    private static string About(JsonElement e, string about, int ticks) => e.GetProperty("kind").GetString() switch
    {
        "threshold" => $"writer.PutEvent(EventWord.PackLimit({about}, {Number(e, "source")}, {Flag(e, "flag")}, {(Side(e) == "1" ? "true" : "false")}, {Number(e, "limit")}), {ticks}, "
            + $"EventWord.PackSteps({Number(e, "centi")}, {Number(e, "limit")}))",
        "fault" => $"writer.PutEvent(EventWord.PackFault({about}, {Number(e, "source")}, {Flag(e, "flag")}, {Number(e, "reason")}), {ticks}, 0)",
        _ => $"writer.PutEvent(EventWord.PackStateChatter({about}, {Number(e, "source")}, {Number(e, "span")}), {ticks}, {Number(e, "count")})",
    };

    // What a later minor version will send begins with the content of today.
    private static string ContentOfToday(JsonElement e)
    {
        BatchWriter today = new();
        today.Begin(0, 0, 0, false);
        int before = today.Length;
        foreach (uint number in e.GetProperty("kind").GetString() switch
        {
            "threshold" => [Zigzag(e.GetProperty("centi").GetInt32()), Zigzag(e.GetProperty("limit").GetInt32()), uint.Parse(Side(e), CultureInfo.InvariantCulture)],
            "chatter" => [e.GetProperty("count").GetUInt32(), e.GetProperty("span").GetUInt32()],
            "fault" => (uint[])[e.GetProperty("reason").GetUInt32()],
            _ => [Zigzag(e.GetProperty("centi").GetInt32())],
        })
        {
            today.PutVarint(number);
        }

        return Convert.ToHexStringLower(today.Buffer.AsSpan(before, today.Length - before));
    }

    private static string PutRaw(string kind, JsonElement e, int ticks, string hex) =>
        $"writer.PutRaw({kind}, {Number(e, "source")}, {Flag(e, "flag")}, {ticks}, Bytes.Of({Quoted(hex)}))";

    private static string PutText(JsonElement text) => $"Bytes.PutText(writer, {Quoted(text.GetString())})";

    private static string PutVarint(JsonElement number) => $"writer.PutVarint({number})";

    private static IEnumerable<string> Hex(JsonElement from, string name) =>
        from.TryGetProperty(name, out JsonElement hex) ? [$"Bytes.Put(writer, {Quoted(hex.GetString())})"] : [];

    private static string Number(JsonElement from, string name) => from.GetProperty(name).ToString();

    private static string Flag(JsonElement from, string name) => from.GetProperty(name).GetBoolean() ? "true" : "false";

    private static string Side(JsonElement e) => e.GetProperty("side").GetString() == "high" ? "1" : "0";

    private static uint Zigzag(int value) => unchecked((uint)((value << 1) ^ (value >> 31)));

    private static string Quoted(string text) => "\"" + string.Concat(text.Select(c => c is '"' or '\\' or < ' ' or > '~' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";

    // "field-boot-pin" is FieldBootPin.
    private static string Pascal(string name) => string.Concat(name.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
}
