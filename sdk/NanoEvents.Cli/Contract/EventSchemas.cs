using System.Text.Json.Nodes;

namespace NanoEvents.Cli.Contract;

/// <summary>The schemas of events as JSON: the common fields, and the fields of each kind.</summary>
internal static class EventSchemas
{
    private static readonly string[] _common = ["device", "boot", "sequence", "time", "clock", "kind", "source"];

    public static string NameOf(ContractKind kind) => kind.Name + "Event";

    /// <summary>Any event of a device, told apart by its kind: the fields of all kinds, for generators that make one model, and the kinds, which say what goes together.</summary>
    public static JsonObject Any(IReadOnlyList<ContractKind> kinds)
    {
        JsonObject properties = Common();
        properties["device"] = Typed("string", "The device's name");
        foreach (IGrouping<string, KindField> same in kinds.SelectMany(k => k.Form.Fields).GroupBy(f => f.Name))
        {
            properties[same.Key] = Of(same.First() with
            {
                Summary = string.Join("; ", same.Select(f => f.Summary).Distinct()),
                Absence = same.Any(f => f.Absence == FieldAbsence.Null) ? FieldAbsence.Null : FieldAbsence.LeftOut,
            });
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Any event as a bridge writes it; `kind` says which.",
            ["discriminator"] = "kind",
            ["properties"] = properties,
            ["required"] = Names(_common),
            ["oneOf"] = new JsonArray([.. kinds.Select(JsonNode (k) => Reference(NameOf(k)))]),
        };
    }

    /// <summary>The texts that a field can have, by the names of their schemas.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Choices(IReadOnlyList<ContractKind> kinds)
    {
        yield return new("clock", WithValues(
            Typed("string", "How the time is known: by the device's clock, from the arrival of the message, or not"),
            Enum.GetNames<ClockQuality>().Select(n => n.ToLowerInvariant())));
        foreach (ContractKind kind in kinds)
        {
            foreach (KindField field in kind.Form.Fields.Where(f => f.OneOf.Count > 0))
            {
                yield return new(NameOf(kind, field), WithValues(Typed("string", field.Summary), field.OneOf));
            }
        }
    }

    public static JsonObject Of(ContractKind kind)
    {
        JsonObject properties = Common();
        JsonArray required = Names(_common);
        foreach (KindField field in kind.Form.Fields)
        {
            properties[field.Name] = field.OneOf.Count > 0 ? Reference(NameOf(kind, field)) : Of(field);
            if (field.Absence != FieldAbsence.LeftOut)
            {
                required.Add(field.Name);
            }
        }

        foreach ((string field, JsonObject keywords) in kind.Narrow)
        {
            foreach ((string keyword, JsonNode? value) in keywords)
            {
                properties[field]![keyword] = value!.DeepClone();
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

    private static JsonObject Common() => new()
    {
        ["device"] = Typed("string", "The device's name; null where a batch was decoded without it", isNullable: true),
        ["boot"] = Typed("integer", "Which run of the device's firmware: 24 bits, drawn at random"),
        ["sequence"] = Typed("integer", "The event's number in that run, from 1; null for boot and lost, and for what a state shows", isNullable: true),
        ["time"] = Time("When it happened; null if unknown"),
        ["clock"] = Reference("clock"),
        ["kind"] = Typed("string", "What happened"),
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
        schema["enum"] = Names(values);
        return schema;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(JsonNode (n) => JsonValue.Create(n))];

    // A separate schema, so that generators have a name for it: thresholdSide.
    private static string NameOf(ContractKind kind, KindField field) => kind.Name + char.ToUpperInvariant(field.Name[0]) + field.Name[1..];

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
