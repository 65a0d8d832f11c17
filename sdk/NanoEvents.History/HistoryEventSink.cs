using NanoEvents.Bridge;

namespace NanoEvents.History;

/// <summary>
/// A history as the target of a bridge. Events, summaries and the checkpoint are one transaction, and a write ends when it is on the disk: a crash or a
/// power cut costs nothing that was acknowledged.
/// </summary>
public sealed class HistoryEventSink : IEventSink, IDeadLetters
{
    private static readonly TimeSpan _deletes = TimeSpan.FromHours(1);

    private readonly HistoryOptions _options;
    private FileStream? _lock;
    private WriteQueue? _queue;
    private ITimer? _deleting;

    /// <summary>Creates a sink. It opens the file when the bridge runs.</summary>
    /// <param name="options">Which file.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public HistoryEventSink(HistoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
    }

    private WriteQueue Queue => _queue ?? throw new InvalidOperationException("The history is not open.");

    /// <inheritdoc/>
    /// <exception cref="HistoryException">The file is no history, is from a newer version, or cannot be opened.</exception>
    public async ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        await CloseAsync().ConfigureAwait(false);
        _lock ??= Lock();
        var writer = new HistoryWriter(_options.Path);
        _queue = new WriteQueue(writer);
        if (_options.Keep is { } keep)
        {
            _deleting = _options.TimeProvider.CreateTimer(_ => Delete(keep), null, TimeSpan.Zero, _deletes);
        }

        return writer.Marks;
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken) =>
        Queue.AddAsync(writer => writer.Write(events)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        Queue.AddAsync(writer => writer.Write(letter, _options.TimeProvider.GetUtcNow())).WaitAsync(cancellationToken);

    /// <summary>Writes that a device has come or gone. What the history has already it does not write again.</summary>
    /// <param name="device">The device.</param>
    /// <param name="isOnline">Whether it is connected.</param>
    /// <param name="since">Since when.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that ends when it is durable.</returns>
    public Task WritePresenceAsync(string device, bool isOnline, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        Queue.AddAsync(writer => writer.WritePresence(device, isOnline, since)).WaitAsync(cancellationToken);

    /// <summary>Finishes the writes that are on their way, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        if (_lock is { } held)
        {
            _lock = null;
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The path of the file.</summary>
    public override string ToString() => _options.Path;

    // SQLite lets several programs write in turn. Two bridges would write every event twice.
    private FileStream Lock()
    {
        string path = _options.Path + "-bridge";
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new HistoryException($"{_options.Path} cannot be written: {e.Message}", e);
        }
        catch (IOException)
        {
            throw new SinkBusyException($"another program writes to {_options.Path}");
        }
    }

    private void Delete(TimeSpan keep)
    {
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        if (keep < now - DateTimeOffset.UnixEpoch)
        {
            _ = _queue?.AddAsync(writer => writer.DeleteBefore(now - keep));
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_deleting is { } deleting)
        {
            _deleting = null;
            await deleting.DisposeAsync().ConfigureAwait(false);
        }

        if (_queue is { } queue)
        {
            _queue = null;
            await queue.DisposeAsync().ConfigureAwait(false);
        }
    }
}
