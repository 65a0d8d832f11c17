namespace NanoEvents.Hosting;

/// <summary>The limits of the health check.</summary>
public sealed class EventHealthOptions
{
    /// <summary>
    /// A device that has sent nothing for this time is stale. Null: after two of its own state periods and a minute, so 11 minutes with the default of
    /// <c>state.period</c>.
    /// </summary>
    public TimeSpan? StaleAfter { get; set; }

    /// <summary>A handler, or your loop, is slow if it handles a message that arrived longer ago than this.</summary>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a loss, or a lost session, is reported after it was seen.</summary>
    public TimeSpan LossIsToldFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The devices that must exist. A device that has never sent anything is stale.</summary>
    public IList<string> Devices { get; } = [];
}
