using NanoEvents.Bridge;

namespace NanoEvents.Webhooks;

/// <summary>
/// The requests from one <see cref="WebhookSink.LoadAsync"/> to the next. A device has one on its way, several devices have theirs at the same time, and after
/// a failure nothing more of the device is sent.
/// </summary>
internal sealed class HookRun : IDisposable
{
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly WebhookOptions _options;
    private readonly HookSender _sender;
    private readonly Parcels _parcels;
    private readonly Pause _pause;
    private readonly Accepted _accepted;
    private readonly SemaphoreSlim _slots;

    public HookRun(WebhookOptions options, HookSender sender, Pause pause, Accepted accepted)
    {
        _options = options;
        _sender = sender;
        _parcels = new Parcels(options);
        _pause = pause;
        _accepted = accepted;
        _slots = new SemaphoreSlim(options.MaxParallel);
    }

    /// <summary>Sends events of one device, after those that were given before.</summary>
    public Task AddAsync(string device, IReadOnlyList<NanoEvent> events) =>
        _last[device] = SendAsync(_last.GetValueOrDefault(device, Task.CompletedTask), events);

    /// <summary>Begins no more requests, and waits until those that are on their way have their answer, or have had their time.</summary>
    public async Task EndAsync()
    {
        await _stopped.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_last.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Gives up those that are on their way. The receiver may have their events all the same.</summary>
    public async Task AbortAsync()
    {
        await _aborted.CancelAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _aborted.Dispose();
        _slots.Dispose();
    }

    private async Task SendAsync(Task before, IReadOnlyList<NanoEvent> events)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!before.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("a request of this device before this one has failed");
        }

        foreach (Parcel parcel in _parcels.Of(events))
        {
            await DeliverAsync(parcel).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(Parcel parcel)
    {
        Answer answer = await AnswerToAsync(parcel).ConfigureAwait(false);
        if (answer.Verdict == Verdict.Taken)
        {
            _accepted.Add(parcel.Events);
        }
        else if (parcel.Events.Count == 1)
        {
            throw new EventRefusedException(parcel.Events[0], answer.Problem);
        }
        else
        {
            // Too much at once, or one of them is bad: then the halves show which.
            foreach (Parcel half in parcel.Halve())
            {
                await DeliverAsync(half).ConfigureAwait(false);
            }
        }
    }

    // The receiver has taken it or refuses it. Whatever else it says, the request is sent again, as long as there is patience.
    private async Task<Answer> AnswerToAsync(Parcel parcel)
    {
        TimeProvider time = _options.TimeProvider;
        var backoff = new Backoff(_options.RetryDelay, Random.Shared);
        long? failed = null;
        while (true)
        {
            Answer answer = await TryAsync(parcel).ConfigureAwait(false);
            if (answer.Verdict is Verdict.Taken or Verdict.Refused)
            {
                return answer;
            }

            _pause.Begin(answer.RetryAfter ?? TimeSpan.Zero, answer.Problem);
            failed ??= time.GetTimestamp();

            // After the pause not all at once.
            TimeSpan wait = _pause.Left + backoff.Next();
            if (answer.Verdict != Verdict.Later || time.GetElapsedTime(failed.Value) + wait > _options.Patience)
            {
                throw new HookException(answer.Problem);
            }

            await Task.Delay(wait, time, _stopped.Token).ConfigureAwait(false);
        }
    }

    private async Task<Answer> TryAsync(Parcel parcel)
    {
        await _slots.WaitAsync(_stopped.Token).ConfigureAwait(false);
        try
        {
            // Another device may have been told to wait.
            if (_pause.Left > _options.Patience)
            {
                throw new HookException(_pause.Why);
            }

            await _pause.WaitAsync(_stopped.Token).ConfigureAwait(false);
            _stopped.Token.ThrowIfCancellationRequested();
            return await _sender.SendAsync(parcel, _aborted.Token).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }
}
