using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>The rules that Home Assistant's documentation states for MQTT discovery, as far as they concern sensors and binary sensors.</summary>
internal static partial class DiscoveryRules
{
    private static readonly string[] _common =
    [
        "name", "unique_id", "state_topic", "value_template", "json_attributes_topic", "json_attributes_template", "availability", "availability_mode", "device_class", "entity_category",
        "expire_after", "device", "origin",
    ];

    private static readonly string[] _deviceKeys = ["identifiers", "name", "manufacturer", "model", "sw_version", "suggested_area"];

    // Of the device classes, those with the units that each takes.
    private static readonly Dictionary<string, string[]> _sensorClasses = new()
    {
        ["temperature"] = ["°C", "°F", "K"],
        ["humidity"] = ["%"],
        ["atmospheric_pressure"] = ["hPa", "mbar", "Pa", "kPa", "bar", "cbar", "mmHg", "inHg", "psi"],
        ["timestamp"] = [],
    };

    private static readonly string[] _binaryClasses = ["motion", "problem", "connectivity"];

    public static void Check(string topic, string payload)
    {
        Match match = Topic().Match(topic);
        Assert.True(match.Success, topic);
        bool isSensor = match.Groups[1].Value == "sensor";
        using JsonDocument json = JsonDocument.Parse(payload);
        JsonElement root = json.RootElement;
        Assert.All(root.EnumerateObject(), key => Assert.Contains(key.Name, isSensor ? [.. _common, "unit_of_measurement", "state_class"] : _common));
        Assert.Equal(root.EnumerateObject().Count(), root.EnumerateObject().Select(key => key.Name).Distinct().Count());
        Text(root, "name");
        Text(root, "unique_id");
        Topicable(Text(root, "state_topic"));
        Topicable(Text(root, "json_attributes_topic"));
        Assert.All(root.EnumerateObject().Where(key => key.Name.EndsWith("_template", StringComparison.Ordinal)), key => Template(key.Value.GetString()!));
        CheckAvailability(root);
        CheckClass(root, isSensor);
        CheckDevice(root.GetProperty("device"));
        Text(root.GetProperty("origin"), "name");
        if (root.TryGetProperty("expire_after", out JsonElement expires))
        {
            Assert.True(expires.GetInt32() > 0);
        }

        if (root.TryGetProperty("entity_category", out JsonElement category))
        {
            // "config" is for what can be set.
            Assert.Equal("diagnostic", category.GetString());
        }
    }

    private static void CheckAvailability(JsonElement root)
    {
        Assert.Contains(Text(root, "availability_mode"), new[] { "all", "any", "latest" });
        Assert.NotEmpty(root.GetProperty("availability").EnumerateArray());
        foreach (JsonElement availability in root.GetProperty("availability").EnumerateArray())
        {
            Assert.All(availability.EnumerateObject(), key => Assert.Contains(key.Name, new[] { "topic", "payload_available", "payload_not_available", "value_template" }));
            Topicable(Text(availability, "topic"));
            if (availability.TryGetProperty("value_template", out JsonElement template))
            {
                Template(template.GetString()!);
            }
        }
    }

    private static void CheckClass(JsonElement root, bool isSensor)
    {
        string? kind = root.TryGetProperty("device_class", out JsonElement named) ? named.GetString() : null;
        if (!isSensor)
        {
            Assert.True(kind is null || _binaryClasses.Contains(kind), kind);
            return;
        }

        string? unit = root.TryGetProperty("unit_of_measurement", out JsonElement given) ? given.GetString() : null;
        string? state = root.TryGetProperty("state_class", out JsonElement stated) ? stated.GetString() : null;
        Assert.True(state is null or "measurement", state);
        if (kind is not null)
        {
            string[] units = Assert.Contains(kind, _sensorClasses);
            Assert.True(units.Length == 0 ? unit is null && state is null : units.Contains(unit), $"{kind} in {unit}");
        }
    }

    private static void CheckDevice(JsonElement device)
    {
        Assert.All(device.EnumerateObject(), key => Assert.Contains(key.Name, _deviceKeys));
        Assert.NotEmpty(device.GetProperty("identifiers").EnumerateArray());
        Assert.All(device.GetProperty("identifiers").EnumerateArray(), identifier => Assert.NotEmpty(identifier.GetString()!));
        Assert.All(device.EnumerateObject().Where(key => key.Name != "identifiers"), key => Assert.Equal(JsonValueKind.String, key.Value.ValueKind));
    }

    private static string Text(JsonElement root, string key)
    {
        string text = root.GetProperty(key).GetString()!;
        Assert.False(string.IsNullOrWhiteSpace(text), key);
        return text;
    }

    private static void Topicable(string topic) => Assert.DoesNotMatch("[+#\0]", topic);

    // The only templates that this bridge sends: none has text of a device in it.
    private static void Template(string template) =>
        Assert.Contains(template, new[] { "{{ value_json.value }}", "{{ value_json.status }}", "{{ value_json.about | tojson }}", "{{ value.split(' ')[0] }}" });

    [GeneratedRegex("^homeassistant/(sensor|binary_sensor)/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/config$")]
    private static partial Regex Topic();
}
