using Xunit;

namespace NanoEvents.Tests;

/// <summary>A reading without a broker: messages of any device arrive by hand, and the clock is moved by hand.</summary>
internal sealed class ReadingRun : IAsyncDisposable
{
    private readonly Notices _made = new(null);
    private readonly ClientCounts _counts = new();
    private readonly TimelineCounts _timelines = new();
    private readonly List<string> _read = [];
    private readonly InFlight.Intake _intake;
    private readonly EventReading _reading;

    public ReadingRun(EventClientOptions? options = null, params Checkpoint[] after)
    {
        options = (options ?? new EventClientOptions()) with { TimeProvider = Clock };
        _made.Made += Notices.Add;
        _reading = new EventReading(options.ForEvents(new EventFilter { After = after }), _counts, _timelines, _made, null, TestContext.Current.CancellationToken);
        _reading.InFlight.Connected();
        _intake = _reading.InFlight.Begin();
    }

    public SettableClock Clock { get; } = new();

    public List<Notice> Notices { get; } = [];

    public ClientStats Stats => _timelines.Complete(_counts.Snapshot());

    /// <summary>How many messages have been acknowledged.</summary>
    public int Acknowledged { get; private set; }

    public IEnumerable<DeviceState> Devices => _reading.Devices;

    /// <summary>A live batch or state arrives.</summary>
    public ReadingRun Add(string device, TestBatch batch) => Add(device, batch.IsState ? MessageKind.State : MessageKind.Events, batch.ToArray());

    public ReadingRun Add(string device, MessageKind kind, byte[] payload, bool isRetained = false)
    {
        Func<int, Task>? acknowledge = kind == MessageKind.Events ? _ => Acknowledge() : null;
        _reading.Inbox.Put(new Message(kind, device, payload, Clock.GetUtcNow(), isRetained, _intake.Take(acknowledge)));
        return this;
    }

    /// <summary>Time passes. If batches are missing, the reader wakes by itself.</summary>
    public async Task<ReadingRun> WaitAsync(double seconds)
    {
        await ReadAsync();
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        return this;
    }

    /// <summary>Reads what has arrived. Numbers as "hall 1", losses as "hall transit 2+1"; other kinds by their name.</summary>
    public async Task<List<string>> ReadAsync()
    {
        while (_reading.IsDue || _reading.TryReceive())
        {
            if (_reading.IsDue)
            {
                await _reading.AcknowledgeAsync();
            }

            while (_reading.TryTake(out NanoEvent e))
            {
                _read.Add(e.Kind switch
                {
                    EventKind.Lost => $"{e.Device} {e.Cause} {e.From}+{e.Count}",
                    EventKind.Boot => $"{e.Device} boot",
                    _ => $"{e.Device} {e.Sequence}",
                });
            }
        }

        return _read;
    }

    public ValueTask DisposeAsync() => _reading.DisposeAsync();

    private Task Acknowledge()
    {
        Acknowledged++;
        return Task.CompletedTask;
    }
}
