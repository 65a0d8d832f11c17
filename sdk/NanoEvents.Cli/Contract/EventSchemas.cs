using System.Text.Json.Nodes;

namespace NanoEvents.Cli.Contract;

/// <summary>The schemas of events as JSON: the common fields, and the fields of each kind.</summary>
internal static class EventSchemas
{
    public static string NameOf(KindInfo kind) => kind.Name + "Event";

    /// <summary>Any event, told apart by its kind.</summary>
    public static JsonObject Any() => new()
    {
        ["description"] = "Any event; `kind` says which.",
        ["discriminator"] = "kind",
        ["oneOf"] = new JsonArray([.. KindTable.All.Select(JsonNode (k) => new JsonObject { ["$ref"] = $"#/components/schemas/{NameOf(k)}" })]),
    };

    /// <summary>The texts that a field can have, by the names of their schemas.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Choices()
    {
        yield return new("clock", WithValues(
            Typed("string", "How the time is known: by the device's clock, from the arrival of the message, or not"),
            Enum.GetNames<ClockQuality>().Select(n => n.ToLowerInvariant())));
        foreach (KindInfo kind in KindTable.All)
        {
            foreach (KindField field in kind.Fields.Where(f => f.OneOf.Count > 0))
            {
                yield return new(NameOf(kind, field), WithValues(Typed("string", field.Summary), field.OneOf));
            }
        }
    }

    public static JsonObject Of(KindInfo kind)
    {
        JsonObject properties = Common(kind);
        JsonArray required = new("device", "boot", "sequence", "time", "clock", "kind", "source");
        foreach (KindField field in kind.Fields)
        {
            properties[field.Name] = field.OneOf.Count > 0 ? Reference(NameOf(kind, field)) : Of(field);
            if (field.Absence != FieldAbsence.LeftOut)
            {
                required.Add(field.Name);
            }
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = kind.Summary,
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Common(KindInfo kind) => new()
    {
        ["device"] = Typed("string", "The device's name; null where a batch was decoded without it", isNullable: true),
        ["boot"] = Typed("integer", "Which run of the device's firmware: 24 bits, drawn at random"),
        ["sequence"] = Typed("integer", "The event's number in that run, from 1; null for boot and lost, and for what a state shows", isNullable: true),
        ["time"] = Time("When it happened; null if unknown"),
        ["clock"] = Reference("clock"),
        ["kind"] = new JsonObject { ["type"] = "string", ["const"] = kind.Name },
        ["source"] = Typed("integer", "The number of the thermometer or motion sensor, 0 to 31; null for boot and lost", isNullable: true),
        ["name"] = Typed("string", "The source's name, where it has one"),
    };

    private static JsonObject Of(KindField field)
    {
        bool isNullable = field.Absence == FieldAbsence.Null;
        JsonObject schema = field.Type switch
        {
            FieldType.Measured => Typed("number", field.Summary, isNullable),
            FieldType.Count => Typed("integer", field.Summary, isNullable),
            FieldType.Flag => Typed("boolean", field.Summary, isNullable),
            FieldType.Time => Time(field.Summary),
            _ => Typed("string", field.Summary, isNullable),
        };
        if (field.Unit is { } unit)
        {
            schema["x-unit"] = unit;
        }

        return schema;
    }

    private static JsonObject Typed(string type, string description, bool isNullable = false)
    {
        JsonObject schema = new() { ["type"] = isNullable ? new JsonArray(type, "null") : type, ["description"] = description };

        // Boots, numbers and counts go beyond what many languages take for an integer.
        if (type == "integer")
        {
            schema["format"] = "int64";
        }

        return schema;
    }

    private static JsonObject Time(string description)
    {
        JsonObject schema = Typed("string", description, isNullable: true);
        schema["format"] = "date-time";
        return schema;
    }

    private static JsonObject WithValues(JsonObject schema, IEnumerable<string> values)
    {
        schema["enum"] = new JsonArray([.. values.Select(JsonNode (v) => JsonValue.Create(v))]);
        return schema;
    }

    // A separate schema, so that generators have a name for it: thresholdSide.
    private static string NameOf(KindInfo kind, KindField field) => kind.Name + char.ToUpperInvariant(field.Name[0]) + field.Name[1..];

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
