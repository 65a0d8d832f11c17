namespace NanoEvents.Faults.Tests;

/// <summary>A program that reads with a session and a checkpoint, and can be ended and started again. It keeps what it has handled.</summary>
/// <param name="port">The broker's port.</param>
/// <param name="patience">For a test in which nothing may be lost: its gaps close, however slow the machine is.</param>
internal sealed class LiveReader(int port, TimeSpan? patience = null)
{
    /// <summary>Longer than any sound run.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(2);

    private readonly List<NanoEvent> _handled = [];
    private EventClient? _client;
    private Task _reading = Task.CompletedTask;
    private Checkpoint? _checkpoint;
    private CancellationTokenSource _stop = new();

    /// <summary>The highest number that has been accounted for.</summary>
    public uint Seen { get; private set; }

    public NanoEvent[] Handled
    {
        get
        {
            lock (_handled)
            {
                return [.. _handled];
            }
        }
    }

    public IEnumerable<NanoEvent> Lost => Handled.Where(e => e.Kind == EventKind.Lost);

    /// <summary>Starts, and comes back when it is subscribed.</summary>
    /// <param name="most">It ends by itself in the middle of handling this many.</param>
    public async Task StartAsync(int most = int.MaxValue)
    {
        TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _stop = new CancellationTokenSource();
        _client = new EventClient(new EventClientOptions
        {
            Broker = $"mqtt://127.0.0.1:{port}",
            Session = "live-reader",
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            GapPatience = patience ?? TimeSpan.FromSeconds(1),
            Checkpoints = _checkpoint is { } after ? [after] : [],
        });
        _client.NoticeReceived += (_, e) =>
        {
            if (e.Notice.Kind == NoticeKind.Connected)
            {
                connected.TrySetResult();
            }
        };
        _reading = Task.Run(() => ReadAsync(_client, most));
        await connected.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client!.DisposeAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public Task EndAsync() => _reading.WaitAsync(TimeSpan.FromMinutes(5));

    public Task WaitForAsync(uint number) => Eventually.TrueAsync(() => Seen == number, $"number {number} is accounted for, {Seen} is");

    /// <summary>Every number up to the last came once or in one loss, in order.</summary>
    public void AssertBalance(uint raised)
    {
        uint next = 1;
        foreach (NanoEvent e in Handled.Where(e => e.Kind != EventKind.Boot))
        {
            Assert.Equal(next, e.Sequence ?? e.From);
            next += (uint)(e.Kind == EventKind.Lost ? e.Count!.Value : 1);
        }

        Assert.Equal(raised + 1, next);
    }

    private async Task ReadAsync(EventClient client, int most)
    {
        await foreach (NanoEvent e in client.ReadAsync(cancellationToken: _stop.Token))
        {
            if (most-- == 0)
            {
                return;
            }

            lock (_handled)
            {
                _handled.Add(e);
            }

            _checkpoint = e.Checkpoint;
            Seen = e.Kind == EventKind.Boot ? 0 : e.Checkpoint.Sequence;
        }
    }
}
