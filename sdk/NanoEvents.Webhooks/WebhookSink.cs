using NanoEvents.Bridge;

namespace NanoEvents.Webhooks;

/// <summary>
/// Sends events to a receiver of webhooks: CloudEvents 1.0 in structured mode, each request signed as Standard Webhooks says. The header <c>webhook-id</c> is
/// <see cref="EventId"/>, and the same at each try.
/// </summary>
/// <remarks>
/// <para>Each event arrives at least once. It arrives twice where an answer was lost, and then with the same id. The order of each device is kept: it has one
/// request on its way, and several devices have theirs at the same time.</para>
/// <para>An event is delivered when the receiver answers 2xx. If it answers 400, 413 or 422, the event is a dead letter; of a list, the one that is bad. With
/// any other answer, and with none, the events wait.</para>
/// </remarks>
public sealed class WebhookSink : IEventSink, IDeadLetters
{
    private readonly WebhookOptions _options;
    private readonly HookSender _sender;
    private readonly Pause _pause;
    private readonly Accepted _accepted = new();
    private readonly MarkFile _marks;
    private readonly DeadLetterFile _letters;
    private HookRun? _run;

    /// <summary>Creates a sink. It connects with the first event.</summary>
    /// <param name="options">Where, and how.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public WebhookSink(WebhookOptions options)
        : this(options, null)
    {
    }

    internal WebhookSink(WebhookOptions options, NameResolver? resolver)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
        _sender = new HookSender(_options, resolver);
        _pause = new Pause(_options.TimeProvider);
        _marks = new MarkFile(_options.MarksFile);
        _letters = new DeadLetterFile(_options.DeadLetters, _options.TimeProvider);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        if (_run is { } run)
        {
            // Requests that are on their way end by themselves: the receiver may be at work for them.
            await run.EndAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            run.Dispose();
            _run = null;
        }

        await _pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<BootMark> marks = await _marks.OpenAsync().ConfigureAwait(false);
        _accepted.Begin();
        _run = new HookRun(_options, _sender, _pause, _accepted);
        return marks;
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        HookRun run = _run ?? throw new InvalidOperationException("LoadAsync comes before the first write.");
        IEnumerable<IGrouping<string, NanoEvent>> devices = _accepted.Missing(events).GroupBy(e => e.Device, StringComparer.Ordinal);
        Task written = Task.WhenAll(devices.Select(device => run.AddAsync(device.Key, [.. device])));
        return _marks.CommitAsync(events, written).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return _letters.WriteAsync(letter, cancellationToken);
    }

    /// <summary>Gives up what is on its way, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_run is { } run)
        {
            _run = null;
            await run.AbortAsync().ConfigureAwait(false);
            run.Dispose();
        }

        await _marks.DisposeAsync().ConfigureAwait(false);
        _letters.Dispose();
        _sender.Dispose();
    }

    /// <summary>The address, without secrets.</summary>
    public override string ToString() => _options.Target.ToString();
}
