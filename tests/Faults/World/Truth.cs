namespace NanoEvents.Faults.Tests;

/// <summary>What has really happened, for the law to compare with.</summary>
internal sealed class Truth
{
    private readonly Dictionary<int, TrueBoot> _byId = [];

    /// <summary>Every boot, in order.</summary>
    public List<TrueBoot> Boots { get; } = [];

    /// <summary>Whether the script loses something that a broker had: without that, nothing may be lost in transit.</summary>
    public bool TransitMayLose { get; set; }

    public void Add(TrueBoot boot)
    {
        Boots.Add(boot);
        _byId.Add(boot.Id, boot);
    }

    /// <summary>The program has ended: what it had and had not handled must come again.</summary>
    public void ForgetArrivals() => Boots.ForEach(boot => boot.ForgetArrivals());

    public bool TryGet(int id, out TrueBoot? boot) => _byId.TryGetValue(id, out boot);

    public TrueBoot Of(int id) => _byId[id];
}
