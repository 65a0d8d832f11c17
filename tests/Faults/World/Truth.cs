namespace NanoEvents.Faults.Tests;

/// <summary>What has really happened to one device, for the law to compare with.</summary>
/// <param name="device">Its name.</param>
/// <param name="transitMayLose">Whether the script loses something that a broker had: without that, nothing may be lost in transit.</param>
/// <param name="isDisputed">Whether the script has others speak in its name, or makes it impossible to tell which boot came first.</param>
/// <param name="readerClock">The clock of the reader.</param>
internal sealed class Truth(string device, bool transitMayLose, bool isDisputed, WorldTime readerClock)
{
    private readonly Dictionary<int, TrueBoot> _byId = [];

    public string Device => device;

    public bool TransitMayLose => transitMayLose;

    public bool IsDisputed => isDisputed;

    public WorldTime ReaderClock => readerClock;

    /// <summary>Every boot, in order.</summary>
    public List<TrueBoot> Boots { get; } = [];

    /// <summary>The boot that runs, of the board that stays.</summary>
    public TrueBoot? Running { get; set; }

    /// <summary>Ids of boots that somebody has made up.</summary>
    public HashSet<int> Forged { get; } = [];

    public void Add(TrueBoot boot)
    {
        Boots.Add(boot);
        _byId[boot.Id] = boot;
    }

    /// <summary>The program has ended: what it had and had not handled must come again.</summary>
    public void ForgetArrivals() => Boots.ForEach(boot => boot.ForgetArrivals());

    public bool IsTaken(int id) => _byId.ContainsKey(id) || Forged.Contains(id);

    public bool TryGet(int id, out TrueBoot? boot) => _byId.TryGetValue(id, out boot);

    public TrueBoot Of(int id) => _byId[id];
}
