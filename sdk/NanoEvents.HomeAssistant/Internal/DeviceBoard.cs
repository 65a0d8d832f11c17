namespace NanoEvents.HomeAssistant;

/// <summary>What Home Assistant has been told of one device, and what it is told next. A pure class: the caller gives the time.</summary>
/// <param name="node">The device's level in topics.</param>
/// <param name="since">Since when it is followed.</param>
internal sealed class DeviceBoard(string node, DateTimeOffset since)
{
    // Home Assistant subscribes to what an entity shows a while after it has read of the entity.
    private static readonly TimeSpan[] _again = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)];

    // Right after a restart of the device, a sensor may not have been read yet.
    private static readonly TimeSpan _leastGrace = TimeSpan.FromMinutes(10);
    private const int GracePeriods = 3;

    private static readonly Present _nothing = new(false, Present.Nothing);

    private readonly Dictionary<EntityKey, Shown> _shown = [];
    private readonly List<DateTimeOffset> _sayAgain = [];
    private DateTimeOffset _since = since;
    private DeviceState? _state;
    private bool _isChanged;
    private bool _answered;

    /// <summary>How many entities Home Assistant has of it.</summary>
    public int Count => _shown.Count;

    /// <summary>The device's state has changed.</summary>
    public void Take(DeviceState state)
    {
        _state = state;
        _isChanged = true;
    }

    /// <summary>An entity of an earlier run, which the broker has kept.</summary>
    public void Found(EntityKey key) => _shown.TryAdd(key, new Shown());

    /// <summary>Messages of the device arrive again: it has had no chance to be heard before.</summary>
    public void Heard(DateTimeOffset now)
    {
        _since = now;
        _isChanged = true;
    }

    /// <summary>Home Assistant knows nothing any more, or has started again.</summary>
    public void Forgotten()
    {
        foreach (Shown shown in _shown.Values)
        {
            (shown.Config, shown.Said) = (null, null);
        }

        _isChanged = true;
    }

    /// <summary>Removes all its entities.</summary>
    public IEnumerable<Publication> Remove(HomeAssistantTopics topics) => _shown.Keys.Select(key => new Publication(topics.DiscoveryOf(node, key), "", true));

    /// <summary>What is due now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="options">The greatest age.</param>
    /// <param name="topics">Where.</param>
    /// <param name="payloads">Makes JSON.</param>
    /// <param name="room">How many new entities there may be.</param>
    /// <returns>The messages, in order; those that make an entity before those that it shows.</returns>
    public IReadOnlyList<Publication> Due(DateTimeOffset now, HomeAssistantOptions options, HomeAssistantTopics topics, Payloads payloads, int room)
    {
        // A name in a status, without a state or an event, may be invented.
        if (_state is not { BootId: not null } state)
        {
            return [];
        }

        bool answers = Answers(state, now);
        bool isAgain = _sayAgain.RemoveAll(at => at <= now) > 0;
        if (!_isChanged && !isAgain && answers == _answered && _shown.Values.All(shown => shown.MissingSince is null))
        {
            return [];
        }

        (_isChanged, _answered) = (false, answers);
        Round round = new(state, now, isAgain);
        IReadOnlyList<Entity> entities = new DeviceView(state, answers, now, options.MaxAge).Entities;
        foreach (Entity entity in entities.Where(entity => _shown.ContainsKey(entity.Key) || room-- > 0))
        {
            Show(entity, round, topics, payloads);
        }

        LookForMissing(entities, answers, round, topics);
        if (round.Configs.Count > 0)
        {
            _sayAgain.Clear();
            _sayAgain.AddRange(_again.Select(wait => now + wait));
        }

        return [.. round.Configs, .. round.Presents];
    }

    private void Show(Entity entity, Round round, HomeAssistantTopics topics, Payloads payloads)
    {
        if (!_shown.TryGetValue(entity.Key, out Shown? shown))
        {
            _shown.Add(entity.Key, shown = new Shown());
        }

        shown.MissingSince = null;
        string config = payloads.Of(round.State, node, entity);
        if (config != shown.Config)
        {
            round.Configs.Add(new Publication(topics.DiscoveryOf(node, entity.Key), config, true));
            shown.Config = config;
        }

        // What has not changed is said twice in a period: it would expire otherwise.
        if (round.IsAgain || !entity.Present.ShowsTheSame(shown.Said) || round.Now - shown.SaidAt >= round.State.StatePeriod / 2)
        {
            Say(entity.Key, entity.Present, shown, round);
        }
    }

    private void LookForMissing(IReadOnlyList<Entity> entities, bool answers, Round round, HomeAssistantTopics topics)
    {
        // A source at fault shows nothing, and is still one.
        bool mayReturn = !answers || round.State.Sources.Any(source => source.Fault is not null);
        TimeSpan periods = round.State.StatePeriod * GracePeriods;
        TimeSpan grace = periods > _leastGrace ? periods : _leastGrace;
        HashSet<EntityKey> present = [.. entities.Select(entity => entity.Key)];
        foreach ((EntityKey key, Shown shown) in _shown.Where(entry => !present.Contains(entry.Key)).ToList())
        {
            shown.MissingSince = mayReturn ? round.Now : shown.MissingSince ?? round.Now;
            if (round.Now - shown.MissingSince >= grace)
            {
                round.Configs.Add(new Publication(topics.DiscoveryOf(node, key), "", true));
                _shown.Remove(key);
            }
            else if (!_nothing.ShowsTheSame(shown.Said))
            {
                Say(key, _nothing, shown, round);
            }
        }
    }

    private void Say(EntityKey key, Present present, Shown shown, Round round)
    {
        round.Presents.Add(new Publication(HomeAssistantTopics.PresentOf(node, key.Id), Payloads.Of(present), false));
        (shown.Said, shown.SaidAt) = (present, round.Now);
    }

    private bool Answers(DeviceState state, DateTimeOffset now)
    {
        DateTimeOffset heard = state.LastSeen is { } seen && seen > _since ? seen : _since;
        return state.Online != false && now - heard <= state.LongestSilence;
    }

    /// <summary>One look at the device, and the messages that it makes.</summary>
    private sealed record Round(DeviceState State, DateTimeOffset Now, bool IsAgain)
    {
        public List<Publication> Configs { get; } = [];

        public List<Publication> Presents { get; } = [];
    }

    /// <summary>What Home Assistant has been told of an entity.</summary>
    private sealed class Shown
    {
        public string? Config { get; set; }

        public Present? Said { get; set; }

        public DateTimeOffset SaidAt { get; set; }

        public DateTimeOffset? MissingSince { get; set; }
    }
}
