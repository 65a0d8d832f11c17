using System.Collections.Concurrent;

namespace NanoEvents;

/// <summary>
/// Finds the subscriptions that a session has from an older reading and that nobody wants now. MQTT does not list them: those of all devices are
/// known, others show themselves by what comes.
/// </summary>
internal sealed class OldSubscriptions(ConnectionSettings settings)
{
    // A flood of topics must not become a flood of requests.
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, bool> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = [.. Topics.Parts.Select(settings.TopicOf)];

    /// <summary>What a reading of all devices would have left, with the present prefix or without one.</summary>
    public IReadOnlyList<string> Usual() => New([Topics.AnyDevice, Topics.AnyDeviceUnder(settings.Prefix)]);

    /// <summary>What may have brought a message that is not wanted; nothing where it is none of ours, or was looked at before.</summary>
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
