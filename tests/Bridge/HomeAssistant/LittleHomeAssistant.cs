using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>What Home Assistant does with discovery, availability and values, as its documentation says: enough for the entities of this bridge.</summary>
internal sealed class LittleHomeAssistant : IAsyncDisposable
{
    private const string Unavailable = "unavailable";

    private readonly Lock _lock = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Dictionary<string, JsonElement> _configs = [];
    private readonly Dictionary<string, string> _last = [];
    private readonly List<(string Topic, string Payload, bool Retained)> _heard = [];

    private LittleHomeAssistant() => _client.ApplicationMessageReceivedAsync += TakeAsync;

    public static async Task<LittleHomeAssistant> StartAsync(int port, string? user = null, string? password = null)
    {
        LittleHomeAssistant home = new();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port);
        await home._client.ConnectAsync((user is null ? options : options.WithCredentials(user, password)).Build(), TestContext.Current.CancellationToken);
        foreach (string filter in new[] { "homeassistant/+/+/+/config", "nanoevents-present/#", "nanoevents/+/status" })
        {
            await home._client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        }

        return home;
    }

    /// <summary>The entities, by their unique id.</summary>
    public IReadOnlyCollection<string> Entities
    {
        get
        {
            lock (_lock)
            {
                return [.. _configs.Values.Select(config => config.GetProperty("unique_id").GetString()!).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>How many messages have come below a topic.</summary>
    public int CountOf(string topic)
    {
        lock (_lock)
        {
            return _heard.Count(message => message.Topic.StartsWith(topic, StringComparison.Ordinal));
        }
    }

    /// <summary>The last message of a topic; null if there is none.</summary>
    public string? LastOf(string topic)
    {
        lock (_lock)
        {
            return _last.GetValueOrDefault(topic);
        }
    }

    /// <summary>Every value that an entity has ever shown.</summary>
    public IReadOnlyList<string> ValuesOf(string entity)
    {
        lock (_lock)
        {
            return [.. _heard.Where(message => message.Topic.EndsWith("/" + entity, StringComparison.Ordinal)).Select(message => Render("{{ value_json.value }}", message.Payload))];
        }
    }

    /// <summary>Whether the broker had kept a message about the present.</summary>
    public bool HeardRetainedPresent
    {
        get
        {
            lock (_lock)
            {
                return _heard.Any(message => message.Retained && message.Topic.Split('/') is ["nanoevents-present", _, _]);
            }
        }
    }

    /// <summary>What an entity shows: a value, <c>None</c> or <c>unavailable</c>; null if it does not exist.</summary>
    public string? StateOf(string uniqueId)
    {
        lock (_lock)
        {
            JsonElement config = _configs.Values.FirstOrDefault(c => c.GetProperty("unique_id").GetString() == uniqueId);
            if (config.ValueKind == JsonValueKind.Undefined)
            {
                return null;
            }

            bool isAvailable = config.GetProperty("availability").EnumerateArray().All(availability =>
                _last.TryGetValue(availability.GetProperty("topic").GetString()!, out string? said)
                && (availability.TryGetProperty("value_template", out JsonElement template) ? Render(template.GetString()!, said) : said) == "online");
            return !isAvailable ? Unavailable
                : _last.TryGetValue(config.GetProperty("state_topic").GetString()!, out string? value) ? Render(config.GetProperty("value_template").GetString()!, value)
                : "unknown";
        }
    }

    public Task UntilAsync(string uniqueId, string? state) => Support.Waiting.UntilAsync(() => StateOf(uniqueId) == state);

    /// <summary>It has started: it knows no value any more, and says so.</summary>
    public async Task RestartAsync()
    {
        lock (_lock)
        {
            foreach (string topic in _last.Keys.Where(topic => topic.Split('/') is ["nanoevents-present", _, _]).ToList())
            {
                _last.Remove(topic);
            }
        }

        await _client.PublishStringAsync("homeassistant/status", "online", cancellationToken: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }

    private static string Render(string template, string value)
    {
        switch (template)
        {
            case "{{ value.split(' ')[0] }}":
                return value.Split(' ')[0];
            case "{{ value_json.status }}" or "{{ value_json.value }}":
                using (JsonDocument json = JsonDocument.Parse(value))
                {
                    JsonElement found = json.RootElement.GetProperty(template.Contains("status", StringComparison.Ordinal) ? "status" : "value");
                    return found.ValueKind == JsonValueKind.Null ? "None" : found.ToString();
                }

            default:
                throw new ArgumentException(template);
        }
    }

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        string topic = e.ApplicationMessage.Topic;
        string payload = e.ApplicationMessage.Payload.Length > 0 ? e.ApplicationMessage.ConvertPayloadToString() : "";
        lock (_lock)
        {
            _heard.Add((topic, payload, e.ApplicationMessage.Retain));
            if (!topic.EndsWith("/config", StringComparison.Ordinal))
            {
                _last[topic] = payload;
            }
            else if (payload.Length == 0)
            {
                _configs.Remove(topic);
            }
            else
            {
                DiscoveryRules.Check(topic, payload);
                using JsonDocument json = JsonDocument.Parse(payload);
                _configs[topic] = json.RootElement.Clone();
            }
        }

        return Task.CompletedTask;
    }
}
