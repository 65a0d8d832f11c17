using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace NanoEvents.History;

/// <summary>Reads the history in a file, also while a <see cref="HistoryEventSink"/> writes it. All members may be called from several threads at once.</summary>
/// <example>
/// <code>
/// using var history = new EventHistory("house.db");
/// foreach (SeriesPoint point in await history.ReadSeriesAsync("hall", "temperature/0", from, to, points: 500))
/// {
///     Console.WriteLine($"{point.Time:u} {point.Mean:F1}");
/// }
/// </code>
/// </example>
public sealed class EventHistory : IDisposable
{
    private readonly string _path;
    private readonly ConcurrentBag<Database> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Opens a history.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="HistoryException">The file does not exist, is no history, or is of another version.</exception>
    public EventHistory(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
        _idle.Add(Database.OpenToRead(path));
    }

    /// <summary>The sources of all devices.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<IReadOnlyList<HistorySource>> ReadSourcesAsync(CancellationToken cancellationToken = default) => QueryAsync(Queries.Sources, cancellationToken);

    /// <summary>The values of a source between two times.</summary>
    /// <param name="device">The device.</param>
    /// <param name="source">The source: <see cref="HistorySource.Key"/>, such as <c>temperature/0</c>.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end, which is not included.</param>
    /// <param name="points">How many points you want at most, 1 to 100,000: the width of your picture in pixels, say.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>
    /// The events themselves if there are at most as many, and then the last one before <paramref name="from"/> comes first; otherwise steps of equal length,
    /// without those in which nothing happened. Steps of an hour or more are made of whole hours or days in UTC. Empty if the source is unknown.
    /// </returns>
    public Task<IReadOnlyList<SeriesPoint>> ReadSeriesAsync(
        string device, string source, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, 100_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        return QueryAsync(database => new SeriesQuery(database).Read(device, source, from, to, points), cancellationToken);
    }

    /// <summary>Events, losses and starts in the order of their times; those without a time at the end.</summary>
    /// <param name="device">The device; null for all.</param>
    /// <param name="from">The beginning; null for everything from the first event on.</param>
    /// <param name="to">The end, which is not included; null for everything up to the last event. With a beginning or an end, events without a time do not come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<NanoEvent> ReadEventsAsync(
        string? device = null, DateTimeOffset? from = null, DateTimeOffset? to = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (long first, long last) = await QueryAsync(database => EventQuery.Range(database, from, to), cancellationToken).ConfigureAwait(false);
        for (long start = first; start < last; start = EventQuery.EndOf(start, last))
        {
            long begin = start;
            foreach (NanoEvent e in await QueryAsync(database => EventQuery.Read(database, device, begin, EventQuery.EndOf(begin, last)), cancellationToken).ConfigureAwait(false))
            {
                yield return e;
            }
        }

        if (from is null && to is null)
        {
            foreach (NanoEvent e in await QueryAsync(database => EventQuery.ReadUndated(database, device), cancellationToken).ConfigureAwait(false))
            {
                yield return e;
            }
        }
    }

    /// <summary>What is no value and no state, between two times: limit crossings, faults, chatter, starts, and kinds that this version does not know.</summary>
    /// <param name="device">The device; null for all.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end, which is not included.</param>
    /// <param name="most">How many at most, from 1; the latest ones if there are more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The events in the order of their times.</returns>
    public Task<IReadOnlyList<NanoEvent>> ReadRecordsAsync(
        string? device, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return QueryAsync(database => EventQuery.ReadRecords(database, device, Times.Of(from), Times.Of(to), most), cancellationToken);
    }

    /// <summary>The losses that lie between two times, or may lie there.</summary>
    /// <param name="device">The device; null for all.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<IReadOnlyList<HistoryLoss>> ReadLossesAsync(string? device, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        QueryAsync(database => Queries.Losses(database, device, from, to), cancellationToken);

    /// <summary>The times between two others in which devices were not connected, and how many events they have kept and delivered.</summary>
    /// <param name="device">The device; null for all.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<IReadOnlyList<HistoryOutage>> ReadOutagesAsync(string? device, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        QueryAsync(database => Queries.Outages(database, device, from, to), cancellationToken);

    /// <summary>What became of the events of each device.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<IReadOnlyList<DeviceBalance>> ReadBalancesAsync(CancellationToken cancellationToken = default) => QueryAsync(Queries.Balances, cancellationToken);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out Database? database))
        {
            database.Dispose();
        }
    }

    private Task<T> QueryAsync<T>(Func<Database, T> query, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Task.Run(() => Query(query), cancellationToken);
    }

    private T Query<T>(Func<Database, T> query)
    {
        Database database = _idle.TryTake(out Database? idle) ? idle : Database.OpenToRead(_path);
        try
        {
            return query(database);
        }
        finally
        {
            _idle.Add(database);
            if (_isDisposed)
            {
                Dispose();
            }
        }
    }
}
