using System.Diagnostics;

namespace NanoEvents.Bridge;

/// <summary>One run of a bridge, from the question what the target has to the end or the first failure.</summary>
internal sealed class BridgeRun(
    IEventClient client, IEventSink sink, IDeadLetters letters, TargetRecords records, Refusals refusals, BridgeTelemetry telemetry,
    EventBridgeOptions options, Action<int> delivered)
    : IAsyncDisposable
{
    private readonly WritesInFlight _inFlight = new(options.TimeProvider, (batch, count) =>
    {
        refusals.Forget(batch.Events);
        delivered(count);
    });

    private readonly CancellationTokenSource _ended = new();

    public TimeSpan Oldest => _inFlight.Oldest;

    /// <summary>Carries events until <paramref name="stop"/>, or until the stream ends; then waits for what is on its way.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        EventFilter filter = EventFilter.All with { After = records.Checkpoints };
        IAsyncEnumerator<EventBatch> batches = client.ReadBatchesAsync(filter, _ended.Token).GetAsyncEnumerator(_ended.Token);
        Task<bool>? next = null;
        try
        {
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = stop.UnsafeRegister(_ => stopped.TrySetResult(), null);
            while (!stop.IsCancellationRequested)
            {
                next = batches.MoveNextAsync().AsTask();
                if (!next.IsCompleted && await Task.WhenAny(next, _inFlight.Done, stopped.Task).ConfigureAwait(false) != next)
                {
                    break;
                }

                bool isOver = !await next.ConfigureAwait(false);
                next = null;
                if (isOver || _inFlight.Done.IsCompleted)
                {
                    break;
                }

                await CarryAsync(batches.Current).ConfigureAwait(false);
            }

            await DrainAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(batches, next).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _inFlight.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task DrainAsync(CancellationToken stop)
    {
        _inFlight.Complete();
        try
        {
            await (stop.IsCancellationRequested ? _inFlight.Done.WaitAsync(options.DrainTime, options.TimeProvider, CancellationToken.None) : _inFlight.Done).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The broker keeps what is not acknowledged, for the next run.
        }
    }

    private async Task CloseAsync(IAsyncEnumerator<EventBatch> batches, Task<bool>? next)
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        if (next is not null)
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await batches.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask CarryAsync(EventBatch batch)
    {
        if (batch.Undecoded is { } message)
        {
            var letter = new DeadLetter(message.Topic, message.Reason, message.Payload);
            await _inFlight.AddAsync(batch, 0, BuryAsync(letter)).ConfigureAwait(false);
            return;
        }

        List<NanoEvent> fresh = new(batch.Events.Count);
        foreach (NanoEvent each in batch.Events)
        {
            NanoEvent? kept = await KeepAsync(each).ConfigureAwait(false);
            if (kept is { } e)
            {
                fresh.Add(e);
            }
        }

        await _inFlight.AddAsync(batch, fresh.Count, fresh.Count == 0 ? Task.CompletedTask : WriteAsync(fresh)).ConfigureAwait(false);
    }

    // What is to be written for an event; null for nothing.
    private async ValueTask<NanoEvent?> KeepAsync(NanoEvent e)
    {
        if (records.Has(ref e))
        {
            telemetry.Suppressed();
            return null;
        }

        if (refusals.Find(e) is not { } refusal)
        {
            return e;
        }

        // First the letter: the loss says that it is there.
        if (!refusal.IsBuried)
        {
            await BuryAsync(refusal.Letter).ConfigureAwait(false);
            refusal.IsBuried = true;
        }

        return Refusals.LossOf(e);
    }

    private async Task BuryAsync(DeadLetter letter)
    {
        await letters.WriteAsync(letter, _ended.Token).ConfigureAwait(false);
        telemetry.Dead();
    }

    private async Task WriteAsync(List<NanoEvent> events)
    {
        using Activity? span = telemetry.Start(events.Count);
        try
        {
            await sink.WriteAsync(events, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
