using System.Security.Cryptography;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Demo;

/// <summary>A device that plays a trace, the broker between, and the SDK that reads; ends when everything raised is accounted for.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private const string DeviceId = "demo";

    // At infinite speed the device must not run away from the reader: the broker would have to hold what lies between.
    private const int MostAhead = 8192;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedBroker _broker;
    private readonly EventClient _client;
    private readonly LiveEvents _live;
    private readonly TracePlayer _player;
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BrokerOutage? _outage;
    private uint _seen;

    /// <summary>Reads the trace's first row; nothing runs yet.</summary>
    /// <exception cref="TraceException">The first row is bad.</exception>
    public DemoRun(EmbeddedBroker broker, Trace trace, double speed, IEventView view)
    {
        _broker = broker;
        _client = new EventClient(new EventClientOptions
        {
            Broker = broker.LocalUrl.OriginalString,
            Session = "demo-reader",
            ReconnectDelay = TimeSpan.FromMilliseconds(100),
        });
        _live = new LiveEvents(view, _client);
        _client.Remarked += Remarked;
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), BootCause.Unknown);
        MqttLink link = new(broker.LocalUrl, DeviceId, boot.Online);
        Settings settings = new() { DeviceId = DeviceId };
        _player = new TracePlayer(trace, speed, settings, boot, link, () => Raised - _seen < MostAhead);
    }

    private uint Raised => (uint)_player.Device.Core.Ring.LastNumber;

    /// <summary>Once a day the broker goes away for a while.</summary>
    public void PlanOutage(DateOnly date)
    {
        _outage = new BrokerOutage(_broker, _player, _live, date);
    }

    /// <summary>Runs to the trace's end, or its first bad line.</summary>
    /// <exception cref="TraceException">A line is bad; what was before it has been shown.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = ReadAsync(ending);
        await Task.WhenAny(_subscribed.Task, reading);
        Task outage = _outage?.RunAsync(ending.Token) ?? Task.CompletedTask;
        try
        {
            await Task.Run(() => Play(ending.Token), CancellationToken.None);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(reading, outage).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _live.ShowSummary(Summary());
            if (reading.IsFaulted)
            {
                await reading;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _player.Dispose();
        await _client.DisposeAsync();
        _live.Dispose();
    }

    private void Play(CancellationToken cancellation)
    {
        try
        {
            _player.Play(cancellation);
        }
        finally
        {
            // After a bad line, too: what was good before it is delivered.
            if (!cancellation.IsCancellationRequested)
            {
                _player.Drain(cancellation);
                WaitForReader(cancellation);
            }
        }
    }

    private void WaitForReader(CancellationToken cancellation)
    {
        long patience = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Volatile.Read(ref _seen) != Raised && Environment.TickCount64 < patience)
        {
            cancellation.WaitHandle.WaitOne(5);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task ReadAsync(CancellationTokenSource ending)
    {
        try
        {
            await foreach (NanoEvent e in _client.ReadAsync(cancellationToken: ending.Token))
            {
                _live.Show(e);
                NoteSeen(e);
            }
        }
        catch (BrokerRefusedException e)
        {
            await ending.CancelAsync();
            throw new CommandException(e.Message);
        }
    }

    private void NoteSeen(in NanoEvent e)
    {
        if (e.Kind == EventKind.Lost && e.Count is { } count)
        {
            Volatile.Write(ref _seen, (uint)(e.From + count - 1));
        }
        else if (e.Sequence is { } sequence)
        {
            Volatile.Write(ref _seen, sequence);
        }
    }

    private void Remarked(Remark remark)
    {
        if (remark.Kind == RemarkKind.Connected)
        {
            _subscribed.TrySetResult();
        }
        else
        {
            _live.Remark(remark.Text);
        }
    }

    private DemoSummary Summary()
    {
        ClientStats stats = _client.Stats;
        return new DemoSummary(Raised, stats.Events, stats.Lost, stats.Duplicates, stats.Batches, stats.PayloadBytes);
    }
}
