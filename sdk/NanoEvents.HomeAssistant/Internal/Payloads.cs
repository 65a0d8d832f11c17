using System.Reflection;
using System.Text;
using System.Text.Json;

namespace NanoEvents.HomeAssistant;

/// <summary>The JSON of discovery and of the present. Text from devices is a value in it, and in no template.</summary>
/// <param name="options">The areas, and whose status is known.</param>
internal sealed class Payloads(HomeAssistantOptions options)
{
    private static readonly string _version = typeof(Payloads).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>What an entity shows now.</summary>
    public static string Of(Present present) => Write(json =>
    {
        json.WriteString("status", present.IsAvailable ? "online" : "offline");
        json.WritePropertyName("value");
        json.WriteRawValue(present.Value);
        json.WriteStartObject("about");
        if (present.Time is { } time)
        {
            json.WriteString("read", DeviceView.Text(time));
            json.WriteString("clock", present.Clock == ClockQuality.Synchronized ? "synchronized" : "estimated");
        }

        if (present.Fault is not null)
        {
            json.WriteString("fault", present.Fault);
        }

        if (present.Word is not null)
        {
            json.WriteString("word", present.Word);
        }

        json.WriteEndObject();
    });

    /// <summary>What makes an entity in Home Assistant.</summary>
    public string Of(DeviceState state, string node, Entity entity) => Write(json =>
    {
        string present = HomeAssistantTopics.PresentOf(node, entity.Key.Id);
        json.WriteString("name", entity.Name);
        json.WriteString("unique_id", $"{node}.{entity.Key.Id}");
        json.WriteString("state_topic", present);
        json.WriteString("value_template", "{{ value_json.value }}");
        json.WriteString("json_attributes_topic", present);
        json.WriteString("json_attributes_template", "{{ value_json.about | tojson }}");
        WriteAvailability(json, state, present, entity);
        WriteIfAny(json, "device_class", entity.DeviceClass);
        if (entity.Unit is not null)
        {
            json.WriteString("unit_of_measurement", entity.Unit);
            json.WriteString("state_class", "measurement");
        }

        WriteIfAny(json, "entity_category", entity.IsDiagnostic ? "diagnostic" : null);
        if (!entity.OutlivesDevice)
        {
            json.WriteNumber("expire_after", (int)Math.Ceiling(state.LongestSilence.TotalSeconds));
        }

        WriteDevice(json, state, node);
        json.WriteStartObject("origin");
        json.WriteString("name", "NanoEvents");
        json.WriteString("sw_version", _version);
        json.WriteEndObject();
    });

    // All must be there: the bridge, the device, and a present.
    private void WriteAvailability(Utf8JsonWriter json, DeviceState state, string present, Entity entity)
    {
        json.WriteStartArray("availability");
        Write(json, HomeAssistantTopics.BridgeOf(options.Name), null);
        if (!entity.OutlivesDevice)
        {
            if (options.IsBrokerOfDevices)
            {
                Write(json, Topics.Of(state.Device, Topics.Status), "{{ value.split(' ')[0] }}");
            }

            Write(json, present, "{{ value_json.status }}");
        }

        json.WriteEndArray();
        json.WriteString("availability_mode", "all");
    }

    private static void Write(Utf8JsonWriter json, string topic, string? template)
    {
        json.WriteStartObject();
        json.WriteString("topic", topic);
        WriteIfAny(json, "value_template", template);
        json.WriteEndObject();
    }

    private void WriteDevice(Utf8JsonWriter json, DeviceState state, string node)
    {
        json.WriteStartObject("device");
        json.WriteStartArray("identifiers");
        json.WriteStringValue(node);
        json.WriteEndArray();
        json.WriteString("name", state.Device);
        json.WriteString("manufacturer", "NanoEvents");
        json.WriteString("model", "NanoEvents device");
        WriteIfAny(json, "sw_version", FirmwareOf(state));
        WriteIfAny(json, "suggested_area", options.Areas.GetValueOrDefault(state.Device));
        json.WriteEndObject();
    }

    // The start may have been told long ago; the status says it, too.
    private static string? FirmwareOf(DeviceState state)
    {
        const string Key = "firmware=";
        const int Longest = 32;
        string? text = state.Status?.Split(' ').FirstOrDefault(word => word.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..] ?? state.Firmware;
        return string.IsNullOrEmpty(text) ? null : text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
