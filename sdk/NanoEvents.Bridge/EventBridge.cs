using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents.Bridge;

/// <summary>
/// Carries events from a broker to a target: each once and in order for each device, or a <c>lost</c> record says which and why. The broker's session is
/// the only queue: a message is acknowledged when the target has its events.
/// </summary>
/// <example>
/// <code>
/// await using var client = new EventClient(new EventClientOptions { Broker = "mqtt://127.0.0.1:1883", Session = "to-redis" });
/// await using var sink = new RedisEventSink(new RedisOptions { Address = "redis://127.0.0.1/events" });
/// await new EventBridge(client, sink).RunAsync(cancellationToken);
/// </code>
/// </example>
public sealed class EventBridge
{
    /// <summary>The name of the meter and of the activity source: for <c>AddMeter</c> and <c>AddSource</c> of OpenTelemetry.</summary>
    public const string TelemetryName = "NanoEvents.Bridge";

    private static readonly TimeSpan _standbyLook = TimeSpan.FromSeconds(1);

    private readonly IEventClient _client;
    private readonly IEventSink _sink;
    private readonly IDeadLetters _letters;
    private readonly EventBridgeOptions _options;
    private readonly ILogger _log;
    private readonly Refusals _refusals = new();
    private readonly Backoff _backoff;
    private readonly BridgeTelemetry _telemetry;
    private int _runs;
    private BridgeRun? _run;
    private long _dead;
    private bool _hasRun;
    private volatile Situation _situation = new(BridgeState.Starting, null);

    // The target answers, and the last run ended with a failure. It is not said to be well before it has taken something.
    private bool _writesFail;

    /// <summary>Creates a bridge. It connects when you run it.</summary>
    /// <param name="client">Where the events come from. It needs a <see cref="EventClientOptions.Session"/> of its own, in which they wait. You dispose of it.</param>
    /// <param name="sink">The target. You dispose of it.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no place for dead letters.</exception>
    public EventBridge(IEventClient client, IEventSink sink, EventBridgeOptions? options = null)
    {
        _client = client;
        _sink = sink;
        _options = (options ?? new EventBridgeOptions()) with { };
        _letters = _options.DeadLetters ?? sink as IDeadLetters
            ?? throw new ArgumentException("this sink has no place for dead letters: set EventBridgeOptions.DeadLetters", nameof(options));
        _log = (ILogger?)_options.LoggerFactory?.CreateLogger(TelemetryName) ?? NullLogger.Instance;
        _backoff = new Backoff(_options.RetryDelay, Random.Shared);
        _telemetry = new BridgeTelemetry(_options.Name, () => Stats.Oldest);
    }

    /// <summary>Raised with a line for people: connected, waiting for the target, a dead letter. It is raised on any thread.</summary>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <summary>Whether it carries events now, or waits.</summary>
    public BridgeState State => _situation.State;

    /// <summary>Why it waits; null if it does not.</summary>
    public string? Problem => _situation.Problem;

    /// <summary>Its counters.</summary>
    public BridgeStats Stats => _telemetry.Stats with { Oldest = _run?.Oldest ?? TimeSpan.Zero };

    /// <summary>Carries events until you cancel. Then it finishes the writes that are on their way, and returns.</summary>
    /// <param name="cancellationToken">Ends the bridge.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription; or another program uses this session.</exception>
    /// <remarks>A target that is absent, or that refuses the user, is waited for without a limit. You can run a bridge once.</remarks>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _runs) > 1)
        {
            throw new InvalidOperationException("A bridge runs once.");
        }

        _telemetry.Begin();
        try
        {
            while (await TryRunAsync(cancellationToken).ConfigureAwait(false) is { } wait)
            {
                _telemetry.Retry();
                await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing was on its way.
        }
        finally
        {
            _situation = new Situation(BridgeState.Ended, null);
            _telemetry.End();
        }
    }

    /// <returns>How long to wait before the next run; null at the end.</returns>
    private async Task<TimeSpan?> TryRunAsync(CancellationToken stop)
    {
        try
        {
            await RunOnceAsync(stop).ConfigureAwait(false);
            return null;
        }
        catch (BrokerRefusedException e) when (!_hasRun || e.Reason == BrokerRefusalReason.SessionTakenOver)
        {
            throw;
        }
        catch (SinkBusyException e)
        {
            Stop(BridgeState.Standby, e.Message);
            return _standbyLook;
        }
        catch (EventRefusedException e)
        {
            return Refused(e);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // A sink of ours says why as IOException. Of what a library throws, the first cause says most.
            Stop(BridgeState.Waiting, e is IOException ? e.Message : e.GetBaseException().Message);
            return _backoff.Next();
        }
        catch (Exception)
        {
            // It ends anyway, and the broker keeps what is not acknowledged.
            return null;
        }
    }

    private async Task RunOnceAsync(CancellationToken stop)
    {
        var records = new TargetRecords(await _sink.LoadAsync(stop).ConfigureAwait(false));
        var run = new BridgeRun(_client, _sink, _letters, records, _refusals, _telemetry, _options, Delivered);
        await using (run.ConfigureAwait(false))
        {
            _run = run;
            if (!_writesFail)
            {
                Running();
            }

            try
            {
                await run.RunAsync(stop).ConfigureAwait(false);
            }
            catch
            {
                _writesFail = true;
                throw;
            }
            finally
            {
                _run = null;
            }
        }
    }

    private void Running()
    {
        if (State != BridgeState.Running)
        {
            _situation = new Situation(BridgeState.Running, null);
            Say(new Notice(NoticeKind.Connected, $"Writing to {_options.Name}"));
        }
    }

    // The target has taken something: from now on the first wait is short again.
    private void Delivered(int count)
    {
        _telemetry.Delivered(count);
        _hasRun = true;

        // A list of which nothing was written, such as the state of a device, says nothing about the target.
        if (count > 0)
        {
            _writesFail = false;
            _backoff.Reset();
            Running();
        }

        if (_telemetry.Stats.Dead is var dead && dead > _dead)
        {
            _dead = dead;
            Say(new Notice(NoticeKind.Warning, $"{dead} in the dead letters of {_options.Name}"), isRare: BitOperations.IsPow2(dead));
        }
    }

    private TimeSpan Refused(EventRefusedException refusal)
    {
        if (_refusals.TryAdd(refusal))
        {
            return TimeSpan.Zero;
        }

        Stop(BridgeState.Waiting, $"the target refuses even the record of a loss: {refusal.Message}");
        return _backoff.Next();
    }

    private void Stop(BridgeState state, string problem)
    {
        Situation before = _situation;
        _situation = new Situation(state, problem);
        if (_situation != before)
        {
            Say(new Notice(NoticeKind.Waiting, $"Waiting for {_options.Name}: {problem}"));
        }
    }

    private void Say(Notice notice, bool isRare = true)
    {
        if (isRare)
        {
            Log.Of(_log, notice.Kind == NoticeKind.Connected ? LogLevel.Information : LogLevel.Warning, notice.Text);
            NoticeReceived?.Invoke(this, new NoticeEventArgs(notice));
        }
    }

    // Changes as a whole: who sees that the bridge waits also sees why.
    private sealed record Situation(BridgeState State, string? Problem);
}
