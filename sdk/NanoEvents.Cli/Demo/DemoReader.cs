using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Demo;

/// <summary>
/// The program that reads, and the reader's part of a fault script: its connection is cut, or it ends and starts again after its checkpoint.
/// </summary>
/// <param name="broker">Where it reads.</param>
/// <param name="handle">Gets each event, as your program would handle it.</param>
/// <param name="noticed">Gets the client's notices.</param>
/// <param name="failed">Called when it has ended with a <see cref="Failure"/>.</param>
/// <param name="ending">Ends it.</param>
internal sealed class DemoReader(EmbeddedBroker broker, Action<NanoEvent> handle, Action<Notice> noticed, Action failed, CancellationToken ending) : IAsyncDisposable
{
    private const string Name = "demo-reader";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private ClientStats _before;
    private EventClient? _client;
    private CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private Checkpoint? _checkpoint;
    private long _upAtMs = long.MaxValue;
    private volatile uint _seen;

    /// <summary>Its counters over all its starts.</summary>
    public ClientStats Stats => _client is { } client ? Sum(_before, client.Stats) : _before;

    /// <summary>Whether the script lets it run and be connected.</summary>
    public bool IsUp => _upAtMs == long.MaxValue;

    /// <summary>Why it has ended, unless the script or the caller has ended it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The last number of the present boot that has been handled or reported as lost.</summary>
    public uint Seen => _seen;

    /// <summary>How often it has connected and subscribed.</summary>
    public int Connections { get; private set; }

    /// <summary>When it comes back, in ms of the script; long.MaxValue if it is running.</summary>
    public long NextMs => _upAtMs;

    /// <summary>Starts, and comes back when it is subscribed: what is sent before that, nobody keeps.</summary>
    public async Task BeginAsync() => await await Task.WhenAny(await StartAsync(), _reading);

    // Comes back when it is subscribed, or has waited for that: the broker may be away.
    private async Task ReturnAsync() => await Task.WhenAny(await StartAsync(), _reading, Task.Delay(_patience, ending));

    // Gives what ends when it is subscribed.
    private Task<Task> StartAsync()
    {
        TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        EventClient client = new(new EventClientOptions
        {
            Broker = broker.LocalUrl.OriginalString,
            Session = Name,
            ClientId = Name,
            ReconnectDelay = TimeSpan.FromMilliseconds(100),
            Checkpoints = _checkpoint is { } after ? [after] : [],
        });
        client.NoticeReceived += (_, e) =>
        {
            noticed(e.Notice);
            if (e.Notice.Kind == NoticeKind.Connected)
            {
                Connections++;
                subscribed.TrySetResult();
            }
        };
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ending);
        _client = client;
        _reading = ReadAsync(client, _stop.Token);
        return Task.FromResult<Task>(subscribed.Task);
    }

    /// <summary>Ends, without finishing its work.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_client is { } client)
        {
            await client.DisposeAsync();
            _before = Sum(_before, client.Stats);
            _client = null;
        }
    }

    /// <summary>Applies a fault at a time of the script.</summary>
    public void Apply(FaultLine fault)
    {
        if (fault.Verb == FaultVerb.ReaderCut)
        {
            broker.TurnedAway = Name;
            broker.DisconnectAsync(Name).GetAwaiter().GetResult();
        }
        else
        {
            StopAsync().GetAwaiter().GetResult();
        }

        _upAtMs = fault.AtMs + fault.Value;
    }

    /// <summary>Advances the time, and reconnects if that is due.</summary>
    public void MoveTo(long nowMs)
    {
        if (nowMs >= _upAtMs)
        {
            Calm();
        }
    }

    /// <summary>From now on it runs without faults.</summary>
    public void Calm()
    {
        _upAtMs = long.MaxValue;
        broker.TurnedAway = null;
        if (_client == null)
        {
            ReturnAsync().GetAwaiter().GetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync(EventClient client, CancellationToken cancellation)
    {
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: cancellation))
            {
                handle(e);
                _checkpoint = e.Checkpoint;
                _seen = e.Checkpoint.Sequence;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failure = e;
            failed();
        }
    }

    private static ClientStats Sum(ClientStats a, ClientStats b) => new()
    {
        Messages = a.Messages + b.Messages,
        Batches = a.Batches + b.Batches,
        PayloadBytes = a.PayloadBytes + b.PayloadBytes,
        OtherBytes = a.OtherBytes + b.OtherBytes,
        Events = a.Events + b.Events,
        Duplicates = a.Duplicates + b.Duplicates,
        Late = a.Late + b.Late,
        Lost = a.Lost + b.Lost,
        DecodeFailures = a.DecodeFailures + b.DecodeFailures,
        Ignored = a.Ignored + b.Ignored,
    };
}
