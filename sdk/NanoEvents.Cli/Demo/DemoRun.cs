using System.Runtime.ExceptionServices;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Screen;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Demo;

/// <summary>
/// A device that plays a trace, the broker between, and the SDK that reads. All three have the faults of the plan, and at the end the law is checked
/// against what was raised.
/// </summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private const string DeviceId = "demo";

    // At infinite speed the device must not get far ahead of the reader, because the broker would have to hold the difference.
    private const int MaxAhead = 8192;

    // The patience of the reader, and what messages take.
    private static readonly TimeSpan _noticed = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan _caughtUp = TimeSpan.FromSeconds(5);

    private readonly DemoPlan _plan;
    private readonly Func<Settings> _settings;
    private readonly double _speed;
    private readonly EmbeddedBroker _broker;
    private readonly Random _random;
    private readonly RestartableTrace _rows;
    private readonly FaultyBroker _faultyBroker;
    private readonly DemoReader _reader;
    private readonly FaultRun? _faults;
    private readonly FaultySettings _flash;
    private readonly Balance _balance;
    private readonly LiveEvents _live;
    private readonly HashSet<int> _boots = [];
    private readonly (string Name, SourceType Type)[] _sources;
    private readonly OutageLog _outages = new();
    private readonly long _originTicks;
    private long _neverCome;
    private int _connectionsBefore = -1;
    private TracePlayer _player;
    private long _raisedBefore;

    // Until the reader is connected again. Then closed connections are expected.
    private volatile bool _isBrokerAway;

    /// <summary>Reads the trace's first row; nothing runs yet.</summary>
    /// <exception cref="FaultScriptException">The script names a sensor that the trace does not have.</exception>
    /// <exception cref="TraceException">The first row is bad.</exception>
    public DemoRun(EmbeddedBroker broker, Trace trace, double speed, Func<Settings> settings, DemoPlan plan, IEventView view, CancellationToken cancellation)
    {
        FaultScript script = plan.Script;
        (_plan, _broker, _speed, _settings) = (plan, broker, speed, settings);
        _random = new Random(script.Seed);
        _rows = new RestartableTrace(trace);
        _sources = [.. trace.Columns.Select(column => (column.Name, column.Type))];
        _faultyBroker = new FaultyBroker(broker, DeviceId, _random);
        _flash = new FaultySettings(new FileSettings(null), new Random(script.Seed));
        _balance = new Balance(script.Lines.Any(line => FaultSyntax.Of(line.Verb).MayLoseInTransit));
        _live = new LiveEvents(view, () => _reader!.Stats, cancellation);
        _reader = new DemoReader(broker, Handle, Notice, _live.End, _live.Ending);
        _faults = plan.IsPlain && script.Lines.Count == 0 ? null : new FaultRun(script, trace, plan.Name ?? "")
        {
            Others = Apply,
            CutDuringSave = _flash.CutDuringSave,
            Moved = MoveTo,
            OthersNextMs = () => Math.Min(_faultyBroker.NextMs(), _reader.NextMs),
        };
        if (_faults != null)
        {
            _faults.Doing += line => _live.Notice(plan.Describe(line, Waiting));
        }

        _player = NewPlayer(_rows.Rest);
        _originTicks = _player.StartTicks;
    }

    /// <summary>Where it is now, for a view. The counters may be a moment older than the events.</summary>
    public DemoStatus Status
    {
        get
        {
            DateTimeOffset? now = _player.HasRow ? At(_player.NowTicks) : null;
            (DateTimeOffset? awaySince, IReadOnlyList<Outage> over) = _outages.Read();
            return new DemoStatus(_plan.What, _sources, _broker.LocalUrl.OriginalString, now, awaySince, Waiting, over, Summary());
        }
    }

    /// <summary>The time in the trace.</summary>
    public DateTimeOffset Now => At(_player.HasRow ? _player.NowTicks : _originTicks);

    private int Waiting => _player.Device.Core.Ring.Count + _player.Device.Core.Outbox.Count;

    /// <summary>Runs to the trace's end, or its first bad line.</summary>
    /// <exception cref="CommandException">The law was broken.</exception>
    public async Task RunAsync()
    {
        await _reader.BeginAsync();
        bool isWhole = false;
        try
        {
            await Task.Run(() => Play(_live.Ending), CancellationToken.None);
            isWhole = true;
        }
        finally
        {
            _live.End();
            await _reader.StopAsync();
            if ((_live.Failure ?? _reader.Failure) is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            _live.ShowSummary(Summary());
        }

        if (isWhole && (_flash.Problem ?? _balance.FindProblem()) is { } problem)
        {
            throw new CommandException($"the law is broken: {problem}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _player.Dispose();
        await _reader.DisposeAsync();
        _rows.Dispose();
        _live.Dispose();
    }

    private void Play(CancellationToken cancellation)
    {
        while (!TryFinish(_player, cancellation))
        {
            Trace rest = _rows.From(_faults!.RestartTicks!.Value);
            _rows.Hold();
            _player = NewPlayer(rest);
        }

        foreach (FaultLine line in _faults?.NotDone ?? [])
        {
            _live.Notice($"not done, the trace was over: {FaultScript.Describe(line)}");
        }
    }

    private TracePlayer NewPlayer(Trace rest)
    {
        Settings settings = _settings();
        settings.DeviceId = DeviceId;
        Boot boot = new(NewBoot(), BootCause.Unknown);
        _flash.PowerOn();
        _raisedBefore = _balance.TotalRaised;
        _balance.Begin(boot.Id);
        MqttLink link = new(_broker.LocalUrl, settings, boot.Online);
        return new TracePlayer(rest, _speed, settings, boot, link, () => _faults != null || _player.Device.Core.Ring.LastNumber - _reader.Seen < MaxAhead, faults: _faults);
    }

    // False if the power has failed before the trace's end.
    private bool TryFinish(TracePlayer player, CancellationToken cancellation)
    {
        bool isDone = false;
        TraceException? bad = null;
        try
        {
            player.Play(cancellation);
            isDone = _faults?.RestartTicks == null;
        }
        catch (TraceException e)
        {
            bad = e; // What was raised before it still reaches the reader.
        }
        finally
        {
            EventRing ring = player.Device.Core.Ring;
            bool hasPower = _faults?.RestartTicks == null;
            if (hasPower && !cancellation.IsCancellationRequested)
            {
                player.Drain(cancellation);
                if (_faults != null)
                {
                    player.TellState(cancellation);
                }
            }

            player.Dispose();
            _balance.Raised((uint)ring.LastNumber, (uint)ring.Dropped);
        }

        if (isDone || bad != null)
        {
            Patience.WaitWhileGrowing(() => _balance.IsComplete, () => _balance.Delivered + _balance.Lost.Total, _noticed + (TimeSpan.FromMilliseconds(_settings().StateMs) / _speed), cancellation);
        }
        else
        {
            StayOff(player, cancellation);
        }

        if (bad != null)
        {
            ExceptionDispatchInfo.Throw(bad);
        }

        return isDone;
    }

    // One that no earlier boot has.
    private int NewBoot() => Enumerable.Repeat(_random, int.MaxValue).Select(random => random.Next(BatchFormat.BootMask + 1)).First(_boots.Add);

    private void StayOff(TracePlayer player, CancellationToken cancellation)
    {
        _faultyBroker.LetGo();
        double offMs = (_faults!.RestartTicks!.Value - player.NowTicks) * BatchFormat.TickMs / _speed;
        if (offMs > 0)
        {
            cancellation.WaitHandle.WaitOne((int)Math.Min(offMs, int.MaxValue));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Apply(FaultLine? fault)
    {
        if (fault is not { } line)
        {
            int left = Waiting;
            _faultyBroker.Calm();
            _outages.Note(_faultyBroker.IsOn, At(_player.NowTicks), left);
            _reader.Calm();
            return;
        }

        // Waits until all acknowledged events that can reach the reader have reached it, so that the same script loses the same events.
        Patience.WaitFor(() => !_reader.IsUp || !_faultyBroker.IsOn || _reader.Stats.Batches >= _faultyBroker.Passed - _neverCome, _caughtUp, _live.Ending);
        if (FaultSyntax.Of(line.Verb).Place == FaultPlace.Reader)
        {
            _reader.Apply(line);
            return;
        }

        // Device and reader must notice that the broker was away, however briefly.
        bool goes = line.Verb is FaultVerb.BrokerStop or FaultVerb.BrokerKill or FaultVerb.BrokerEmpty;
        _isBrokerAway |= goes;
        _connectionsBefore = goes && _faultyBroker.IsOn ? _reader.Connections : _connectionsBefore;
        _faults?.Link?.BrokerIs(goes || !_faultyBroker.IsOn);
        int kept = Waiting;
        _faultyBroker.Apply(line);
        _outages.Note(_faultyBroker.IsOn, At(_originTicks + (line.AtMs / BatchFormat.TickMs)), kept);
        Patience.WaitFor(() => _faultyBroker.IsOn || _faults?.Link is not { IsOpen: true }, _caughtUp, _live.Ending);
        if (double.IsInfinity(_speed) && line.Verb <= FaultVerb.BrokerEmpty)
        {
            // An empty broker keeps nothing for a reader that comes back after the device. So the reader comes back first.
            Patience.WaitFor(() => !_faultyBroker.IsOn || !_reader.IsUp || _reader.Connections > _connectionsBefore, _caughtUp, _live.Ending);
        }

        _faults?.Link?.BrokerIs(gone: !_faultyBroker.IsOn);
        _neverCome = line.Verb is FaultVerb.BrokerKill or FaultVerb.BrokerEmpty ? _faultyBroker.Passed - _reader.Stats.Batches : _neverCome;
    }

    private static DateTimeOffset At(long ticks) => DateTimeOffset.FromUnixTimeMilliseconds(ticks * BatchFormat.TickMs);

    private void MoveTo(long nowMs)
    {
        _faultyBroker.MoveTo(nowMs);
        _reader.MoveTo(nowMs);
    }

    private void Handle(NanoEvent e)
    {
        _live.Show(e);
        _balance.Handle(e);
    }

    private void Notice(Notice notice)
    {
        if (notice.Kind == NoticeKind.Connected)
        {
            _isBrokerAway = false;
        }
        else if (_plan.IsPlain && !_isBrokerAway)
        {
            _live.Notice(notice.Text);
        }
    }

    private DemoSummary Summary()
    {
        ClientStats stats = _reader.Stats;
        LossCounts lost = _balance.Lost;
        long raised = Math.Max(_balance.TotalRaised, _raisedBefore + (uint)_player.Device.Core.Ring.LastNumber);
        return new DemoSummary(raised, _balance.Delivered, lost.Total, stats.Duplicates, stats.Batches, stats.PayloadBytes) { OtherBytes = stats.OtherBytes, LostBy = _plan.IsPlain ? null : lost };
    }
}
