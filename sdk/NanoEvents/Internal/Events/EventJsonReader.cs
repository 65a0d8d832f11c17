using System.Text.Json;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>Reads an event from the JSON object that <see cref="EventJson"/> writes. Members that it does not know are ignored.</summary>
internal readonly ref struct EventJsonReader(JsonElement json)
{
    private const int MaxSource = 31;

    public NanoEvent Read()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"An event is an object, not {Shown(json)}.");
        }

        string? name = (string?)Value("kind", FieldType.Text);
        KindInfo kind = KindTable.OfName(name) ?? PrivateKind() ?? throw new JsonException($"This version knows no kind \"{name}\" of event.");
        EventParts parts = ReadCommon(kind);
        parts.AboutName = name!;
        foreach (KindField field in kind.Fields)
        {
            object? value = Value(field.Name, field.Type, field.Absence);
            bool canBe = value is null || field.OneOf.Count == 0 || field.OneOf.Contains(value);
            if (!canBe || !field.Put(parts, value))
            {
                throw new JsonException($"In this {kind.Name} event \"{field.Name}\" cannot be {Shown(field.Name)}.");
            }
        }

        return NanoEvent.Of(parts);
    }

    // A kind of somebody's own has its number beside its name.
    private KindInfo? PrivateKind() =>
        !json.TryGetProperty("number", out JsonElement value) || value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number) ? null
        : BatchFormat.IsPrivateState(number) ? KindTable.PrivateCondition with { Kind = (EventKind)number }
        : number >= BatchFormat.FirstPrivateMeasurement && BatchFormat.IsMeasurement(number) ? KindTable.PrivateMeasurement with { Kind = (EventKind)number } : null;

    private EventParts ReadCommon(KindInfo kind)
    {
        long? source = Whole("source", MaxSource, FieldAbsence.Null);
        return new EventParts
        {
            Kind = kind.Kind,
            Number = (byte)(kind.Number ?? 0),
            Device = (string?)Value("device", FieldType.Text, FieldAbsence.Null),
            BootId = (int)Whole("boot", int.MaxValue, FieldAbsence.Never)!,
            Sequence = (uint?)Whole("sequence", uint.MaxValue, FieldAbsence.Null),
            Source = (sbyte)(source ?? -1),
            Name = (string?)Value("name", FieldType.Text, FieldAbsence.LeftOut),
            Dated = ReadTime(),
        };
    }

    private Dated ReadTime()
    {
        string? clock = (string?)Value("clock", FieldType.Text);
        ClockQuality quality = clock switch
        {
            "synchronized" => ClockQuality.Synchronized,
            "estimated" => ClockQuality.Estimated,
            "unknown" => ClockQuality.Unknown,
            _ => throw new JsonException($"\"clock\" cannot be {Shown("clock")}: it is synchronized, estimated or unknown."),
        };
        var time = (DateTimeOffset?)Value("time", FieldType.Time, FieldAbsence.Null);
        return time is null == (quality == ClockQuality.Unknown)
            ? new Dated(time?.UtcTicks ?? 0, quality, Dated.ErrorNotKnown)
            : throw new JsonException($"An event with the clock \"{clock}\" has {(time is null ? "a" : "no")} time.");
    }

    private long? Whole(string name, long maximum, FieldAbsence absence)
    {
        var value = (long?)Value(name, FieldType.Count, absence);
        return value is null || value <= maximum ? value : throw new JsonException($"\"{name}\" must be 0 to {maximum}, not {value}.");
    }

    // Numbers as decimal or long, times as DateTimeOffset, as KindField.Read gives them.
    private object? Value(string name, FieldType type, FieldAbsence absence = FieldAbsence.Never)
    {
        if (!json.TryGetProperty(name, out JsonElement value))
        {
            return absence == FieldAbsence.LeftOut ? null : throw new JsonException($"An event has a member \"{name}\"; this object has none.");
        }

        if (value.ValueKind == JsonValueKind.Null && absence != FieldAbsence.Never)
        {
            return null;
        }

        return (type, value.ValueKind) switch
        {
            (FieldType.Measured, JsonValueKind.Number) when value.TryGetDecimal(out decimal measured) => measured,
            (FieldType.Count, JsonValueKind.Number) when value.TryGetInt64(out long count) && count >= 0 => count,
            (FieldType.Flag, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
            (FieldType.Text, JsonValueKind.String) => value.GetString(),
            (FieldType.Time, JsonValueKind.String) when value.TryGetDateTimeOffset(out DateTimeOffset time) => time,
            _ => throw new JsonException($"\"{name}\" must be {Wanted(type)}, not {Shown(value)}."),
        };
    }

    private static string Wanted(FieldType type) => type switch
    {
        FieldType.Measured => "a number",
        FieldType.Count => "a whole number, 0 or more",
        FieldType.Flag => "true or false",
        FieldType.Time => "a time such as \"2026-01-31T08:00:00.000Z\"",
        _ => "text",
    };

    private string Shown(string name) => json.TryGetProperty(name, out JsonElement value) ? Shown(value) : "absent";

    private static string Shown(JsonElement value)
    {
        const int MaxShown = 40;
        string text = value.GetRawText();
        return text.Length <= MaxShown ? text : text[..MaxShown] + "…";
    }
}
