using System.Collections.Concurrent;

namespace NanoEvents;

/// <summary>
/// Finds the subscriptions of a session that are left from an older reading. MQTT does not list them: those of all devices are known, and messages
/// reveal the others.
/// </summary>
internal sealed class OldSubscriptions(ConnectionSettings settings)
{
    // A flood of topics must not cause a flood of requests.
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, bool> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = [.. Topics.Parts.Select(settings.TopicOf)];

    /// <summary>The subscriptions that a reading of all devices would have left, with the present prefix or without one.</summary>
    public IReadOnlyList<string> Usual() => New([Topics.AnyDevice, Topics.AnyDeviceUnder(settings.Prefix)]);

    /// <summary>The subscriptions that may have brought an unwanted message; none if the topic is not ours, or was checked before.</summary>
    public IReadOnlyList<string> Of(string topic)
    {
        string[] levels = topic.Split('/');
        if (_found.Count >= Most || levels.Length < 3 || levels[^3] != Topics.Root || !Topics.Parts.Contains(levels[^1]))
        {
            return [];
        }

        string[] prefix = levels[..^3];
        return New([
            string.Join('/', [.. prefix, levels[^2]]),
            string.Join('/', [.. prefix, Topics.AnyDevice]),
            string.Join('/', [.. prefix.Select(_ => Topics.AnyDevice), Topics.AnyDevice]),
        ]);
    }

    private List<string> New(IEnumerable<string> devices) =>
        [.. devices.SelectMany(device => Topics.Parts, Topics.Of).Where(filter => !_wanted.Contains(filter) && _found.TryAdd(filter, true))];
}
