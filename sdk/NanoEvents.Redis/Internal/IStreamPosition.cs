using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>Where a reader is in the stream. It outlives connections.</summary>
internal interface IStreamPosition
{
    /// <summary>A connection has been opened.</summary>
    Task OpenAsync(IDatabase redis, CancellationToken cancellationToken);

    /// <summary>The next lists; none after a short wait if nothing has come.</summary>
    Task<IReadOnlyList<EventBatch>> NextAsync(IDatabase redis, CancellationToken cancellationToken);
}
