using System.Security.Cryptography;
using System.Text;

namespace NanoEvents.HomeAssistant;

/// <summary>The topics at Home Assistant's broker.</summary>
/// <param name="prefix">Home Assistant's prefix for discovery.</param>
internal sealed class HomeAssistantTopics(string prefix)
{
    public const string UsualPrefix = "homeassistant";

    /// <summary>Above what sources show now. Not under <c>nanoevents</c>, where only devices write.</summary>
    public const string Present = "nanoevents-present";

    private const string OfDevice = "nanoevents_";
    private const string UnderPrefix = "nanoevents-";
    private const int HashBytes = 6;

    /// <summary>Where Home Assistant says that it has started.</summary>
    public string Birth => prefix + "/status";

    /// <summary>Matches the discovery of everybody: MQTT has no pattern for a part of a level.</summary>
    public string AnyDiscovery => prefix + "/+/+/+/config";

    /// <summary>Whether a bridge is there.</summary>
    public static string BridgeOf(string name) => $"{Present}/{name}";

    /// <summary>What an entity shows now.</summary>
    public static string PresentOf(string node, string entity) => $"{Present}/{node}/{entity}";

    /// <summary>
    /// The level for a device. Home Assistant takes no other characters here than a device's name has. So a topic prefix becomes a hash, behind a mark that
    /// no device without a prefix can have.
    /// </summary>
    public static string NodeOf(string device)
    {
        int name = device.LastIndexOf('/') + 1;
        return name == 0
            ? OfDevice + device
            : $"{UnderPrefix}{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(device[..name]))[..HashBytes])}-{device[name..]}";
    }

    /// <summary>The retained message that makes an entity; empty, it removes it.</summary>
    public string DiscoveryOf(string node, EntityKey key) => $"{prefix}/{key.Component}/{node}/{key.Id}/config";

    /// <summary>Matches the discovery of one device.</summary>
    public string DiscoveryOf(string node) => $"{prefix}/+/{node}/+/config";

    /// <summary>Takes a topic of discovery apart.</summary>
    /// <returns>Whether it is one of ours.</returns>
    public bool TryParse(string topic, out string node, out EntityKey key)
    {
        string[] levels = topic.StartsWith(prefix + "/", StringComparison.Ordinal) ? topic[(prefix.Length + 1)..].Split('/') : [];
        bool isOurs = levels is [_, _, _, "config"]
            && (levels[1].StartsWith(OfDevice, StringComparison.Ordinal) || levels[1].StartsWith(UnderPrefix, StringComparison.Ordinal));
        (node, key) = isOurs ? (levels[1], new EntityKey(levels[0], levels[2])) : ("", default);
        return isOurs;
    }
}

/// <summary>Which entity of a device.</summary>
/// <param name="Component">Home Assistant's kind of entity: <c>sensor</c> or <c>binary_sensor</c>.</param>
/// <param name="Id">Its name in topics, such as <c>temperature_0</c>.</param>
internal readonly record struct EntityKey(string Component, string Id);
