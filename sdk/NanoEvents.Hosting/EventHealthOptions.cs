namespace NanoEvents.Hosting;

/// <summary>What the health check calls healthy.</summary>
public sealed class EventHealthOptions
{
    /// <summary>A device from which nothing has come for so long is stale. Devices send their state every minute.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>A handler, or a loop of yours, that is at what came so long ago is slow.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a loss, or a session that the broker has lost, is told after it was seen.</summary>
    public TimeSpan LossIsToldFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Devices that must be there; one that has never been heard of is stale.</summary>
    public IList<string> Devices { get; } = [];
}
