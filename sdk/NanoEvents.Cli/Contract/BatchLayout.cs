using System.Globalization;
using System.Text.Json.Nodes;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Contract;

/// <summary>The layout of a batch in short, in the words of the format's page.</summary>
internal static class BatchLayout
{
    public static JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["format"] = "binary",
        ["description"] = $"The batch format: at most {BatchFormat.MaxEvents} events and {BatchFormat.MaxBytes} bytes, read alone. `x-layout` lists the parts of the long form, version {BatchFormat.MajorVersion}, in order, and `x-short-layout` those of the short form, version {BatchFormat.ShortVersion}, which events alone have; {AsyncApiDocument.FormatPage} is the whole.",
        ["minLength"] = BatchFormat.MinBytes,
        ["x-tick-ms"] = BatchFormat.TickMs,
        ["x-layout"] = new JsonArray(
            Part("head", "u8", $"high four bits: version {BatchFormat.MajorVersion}; flags: {BatchFormat.FlagAnchor} anchor, {BatchFormat.FlagFields} fields, {BatchFormat.FlagState} state"),
            Part("boot", "u24", "which run of the firmware"),
            Part("sequence", "varint", "the number of the first event; in a state, of the next one"),
            Part("sealed", "varint63", "uptime in ticks when the batch was made"),
            Part("anchor", "u40, varint", $"with flag {BatchFormat.FlagAnchor}: the wall clock at uptime 0 in ticks since 1970, and its error in ticks"),
            Part("fields", "list", $"with flag {BatchFormat.FlagFields}: varint id, varint length, content; ends with a byte 0"),
            Part("events", "list", "head byte (kind, source, time, flag), then what the kind adds"),
            Part("check", "u16", "CRC-16/CCITT-FALSE over all bytes before it")),
        ["x-short-layout"] = new JsonArray(
            Part("head", "u8", $"high four bits: version {BatchFormat.ShortVersion}; low four bits e: the wall clock is off by at most 2^e - 1 ticks"),
            Part("boot", "u24", "which run of the firmware"),
            Part("sequence", "varint", "the number of the first event"),
            Part("wall", "u40", "the wall clock at the first event in ticks since 1970"),
            Part("low", "u8", "the low byte of the uptime at the first event"),
            Part("events", "list", "as in the long form"),
            Part("check", "u16", "as in the long form")),
        ["x-kinds"] = new JsonArray([.. KindTable.All.Where(k => k.Number is not null).Select(JsonNode (k) => Part(k.Name, k.Number!.Value.ToString(CultureInfo.InvariantCulture), k.Content!))]),
    };

    private static JsonObject Part(string name, string type, string meaning) => new() { ["name"] = name, ["type"] = type, ["meaning"] = meaning };
}
