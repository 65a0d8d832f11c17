using System.Collections.Concurrent;
using NanoEvents.Bridge;
using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>The history, and behind it the open pages: they get an event when it is in the file, so that what a page shows is never more than what it finds after a reload.</summary>
internal sealed class LiveSink(HistoryEventSink history, LiveFeed feed) : IEventSink, IDeadLetters
{
    private const int MostDevices = 10_000;

    private readonly ConcurrentDictionary<string, TimeSpan> _clockErrors = new(StringComparer.Ordinal);
    private Task _published = Task.CompletedTask;

    /// <summary>How far the clock of a device may be off; null if unknown.</summary>
    public TimeSpan? ClockErrorOf(string device) => _clockErrors.TryGetValue(device, out TimeSpan error) ? error : null;

    public ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken) => history.LoadAsync(cancellationToken);

    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        Task written = history.WriteAsync(events, cancellationToken);
        _published = PublishAsync(_published, written, events);
        return written;
    }

    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken) => history.WriteAsync(letter, cancellationToken);

    public ValueTask DisposeAsync() => history.DisposeAsync();

    // In the order of the writes.
    private async Task PublishAsync(Task before, Task written, IReadOnlyList<NanoEvent> events)
    {
        await before.ConfigureAwait(false);
        await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (written.IsCompletedSuccessfully)
        {
            Note(events);
            feed.Publish(events);
        }
    }

    private void Note(IReadOnlyList<NanoEvent> events)
    {
        foreach (NanoEvent e in events)
        {
            if (e.TimeError is { } error && (_clockErrors.Count < MostDevices || _clockErrors.ContainsKey(e.Device)))
            {
                _clockErrors[e.Device] = error;
            }
        }
    }
}
