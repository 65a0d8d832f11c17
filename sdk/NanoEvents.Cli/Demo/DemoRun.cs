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

    // At infinite speed the device must not get far ahead of the reader, because the broker would have to hold the difference.
    private const int MaxAhead = 8192;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedBroker _broker;
    private readonly EventClient _client;
    private readonly LiveEvents _live;
    private readonly TracePlayer _player;
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BrokerOutage? _outage;
    private uint _seen;

    /// <summary>Reads the trace's first row; nothing runs yet.</summary>
    /// <exception cref="TraceException">The first row is bad.</exception>
    public DemoRun(EmbeddedBroker broker, Trace trace, double speed, Settings settings, IEventView view, CancellationToken cancellation)
    {
        _broker = broker;
        _client = new EventClient(new EventClientOptions
        {
            Broker = broker.LocalUrl.OriginalString,
            Session = "demo-reader",
            ReconnectDelay = TimeSpan.FromMilliseconds(100),
        });
        _live = new LiveEvents(view, () => _client.Stats, cancellation);
        _client.NoticeReceived += (_, e) => NoticeReceived(e.Notice);
        settings.DeviceId = DeviceId;
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), BootCause.Unknown);
        MqttLink link = new(broker.LocalUrl, settings, boot.Online);
        _player = new TracePlayer(trace, speed, settings, boot, link, () => Raised - _seen < MaxAhead);
    }

    private uint Raised => (uint)_player.Device.Core.Ring.LastNumber;

    /// <summary>Once a day the broker goes away for a while.</summary>
    public void PlanOutage(DateOnly date)
    {
        _outage = new BrokerOutage(_broker, _player, _live, date);
    }

    /// <summary>Runs to the trace's end, or its first bad line.</summary>
    /// <exception cref="TraceException">A line is invalid; the events before it have been shown.</exception>
    /// <exception cref="CommandException">Something that was raised has neither come nor been told as lost.</exception>
    public async Task RunAsync()
    {
        Task reading = ReadAsync();
        await Task.WhenAny(_subscribed.Task, reading);
        Task outage = _outage?.RunAsync(_live.Ending) ?? Task.CompletedTask;
        bool isWhole = false;
        try
        {
            await Task.Run(() => Play(_live.Ending), CancellationToken.None);
            isWhole = true;
        }
        finally
        {
            _live.End();
            await Task.WhenAll(reading, outage).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ThrowIfFailedAsync(reading, outage);
            _live.ShowSummary(Summary());
        }

        DemoSummary all = Summary();
        if (isWhole && all.Raised != all.Delivered + all.Lost)
        {
            throw new CommandException($"the law is broken: {all.Raised} were raised, {all.Delivered} have come and {all.Lost} are told as lost");
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
            // After a bad line, too: the events before it are delivered.
            if (!cancellation.IsCancellationRequested)
            {
                _player.Drain(cancellation);
                WaitForReader(cancellation);
            }
        }
    }

    private void WaitForReader(CancellationToken cancellation)
    {
        // As long as something comes, however slow the machine is.
        uint before = 0;
        long patience = 0;
        while (Volatile.Read(ref _seen) is var seen && seen != Raised && (seen != before || patience == 0 || Environment.TickCount64 < patience))
        {
            patience = seen != before || patience == 0 ? Environment.TickCount64 + (long)_patience.TotalMilliseconds : patience;
            before = seen;
            cancellation.WaitHandle.WaitOne(5);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // Without a reader the device does not have to continue: the end of the reading ends the run.
    private async Task ReadAsync()
    {
        try
        {
            await foreach (NanoEvent e in _client.ReadAsync(cancellationToken: _live.Ending))
            {
                _live.Show(e);
                NoteSeen(e);
            }
        }
        finally
        {
            _live.End();
        }
    }

    private async Task ThrowIfFailedAsync(Task reading, Task outage)
    {
        if (_live.Failure != null)
        {
            throw _live.Failure;
        }

        if (reading.IsFaulted || outage.IsFaulted)
        {
            await (reading.IsFaulted ? reading : outage);
        }
    }

    private void NoteSeen(in NanoEvent e)
    {
        if (e.Kind == EventKind.Lost && e.Count is { } count)
        {
            Volatile.Write(ref _seen, (uint)(e.From!.Value + count - 1));
        }
        else if (e.Sequence is { } sequence)
        {
            Volatile.Write(ref _seen, sequence);
        }
    }

    private void NoticeReceived(Notice notice)
    {
        if (notice.Kind == NoticeKind.Connected)
        {
            _subscribed.TrySetResult();
        }
        else if (_outage is not { IsOn: true })
        {
            _live.Notice(notice.Text);
        }
    }

    private DemoSummary Summary()
    {
        ClientStats stats = _client.Stats;
        return new DemoSummary(Raised, stats.Events, stats.Lost, stats.Duplicates, stats.Batches, stats.PayloadBytes);
    }
}
