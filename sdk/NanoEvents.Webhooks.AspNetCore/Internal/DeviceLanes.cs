using System.Numerics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NanoEvents.Hosting;
using EventId = NanoEvents.Bridge.EventId;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>The lanes of all devices, and the way from each to the handler. Bounded: the lane that was not used for the longest time goes first.</summary>
internal sealed class DeviceLanes(
    EventFilter filter, HandlerCall call, WebhookReceiverOptions options, ReceiverCounts counts, ILogger log, CancellationToken stopping)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<DeviceLane>> _lanes = new(StringComparer.Ordinal);

    // The one that was used last is the last one.
    private readonly LinkedList<DeviceLane> _byUse = new();
    private readonly SemaphoreSlim _handlers = new(options.MaxDevicesAtOnce, options.MaxDevicesAtOnce);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private bool _isLoaded;
    private long _forgotten;

    /// <summary>The devices whose events are not handled, as lines for people.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            using (_lock.EnterScope())
            {
                return [.. _byUse.Select(lane => lane.Problem).OfType<string>()];
            }
        }
    }

    /// <summary>Hands events over. A device whose event is not handled does not cost the others.</summary>
    /// <param name="events">The events of a request, in order.</param>
    /// <param name="gone">The sender has gone.</param>
    /// <returns>The answer to the sender.</returns>
    public async Task<Answer> HandleAsync(IReadOnlyList<NanoEvent> events, CancellationToken gone)
    {
        try
        {
            await LoadAsync(gone).ConfigureAwait(false);
            string? waits = null;
            foreach (IGrouping<string, NanoEvent> ofDevice in events.GroupBy(e => e.Device, StringComparer.Ordinal))
            {
                waits = await HandleAsync(ofDevice.Key, ofDevice, gone).ConfigureAwait(false) is { } left ? waits ?? left : waits;
            }

            return waits is null ? Answer.Done : Unavailable($"the application has not handled {waits}: send it again");
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return Answer.Gone;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Unavailable("the application ends: send it again");
        }
        catch (CheckpointsException)
        {
            return Unavailable("the application does not know yet what it has: send it again");
        }
    }

    public void Dispose()
    {
        _handlers.Dispose();
        _loading.Dispose();
        foreach (DeviceLane lane in _byUse)
        {
            lane.Dispose();
        }
    }

    private static Answer Unavailable(string problem) => new(StatusCodes.Status503ServiceUnavailable, problem);

    /// <returns>The id of the event that is not handled; null if all are.</returns>
    private async Task<string?> HandleAsync(string device, IEnumerable<NanoEvent> events, CancellationToken gone)
    {
        DeviceLane lane = Enter(device);
        try
        {
            if (await lane.HandleAsync(events, CallAsync, gone).ConfigureAwait(false) is not { } left)
            {
                return null;
            }

            Log.NotHandled(log, left.Problem, left.Event.Kind, device, left.Event.Sequence);
            return EventId.Of(left.Event);
        }
        finally
        {
            Leave(lane);
        }
    }

    private async Task<Exception?> CallAsync(NanoEvent e)
    {
        if (!filter.Accepts(e) || e.Device != (filter.Device ?? e.Device))
        {
            return null;
        }

        await _handlers.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            stopping.ThrowIfCancellationRequested();
            return await call.TryAsync(e, stopping).ConfigureAwait(false);
        }
        finally
        {
            _handlers.Release();
        }
    }

    // With the first request, because only then something is to be compared with what the application has.
    private async Task LoadAsync(CancellationToken gone)
    {
        if (Volatile.Read(ref _isLoaded))
        {
            return;
        }

        await _loading.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            if (_isLoaded)
            {
                return;
            }

            foreach (Checkpoint checkpoint in await call.LoadCheckpointsAsync(stopping).ConfigureAwait(false) ?? [])
            {
                DeviceLane lane = Enter(checkpoint.Device);
                lane.Continue(checkpoint);
                Leave(lane);
            }

            Volatile.Write(ref _isLoaded, true);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.NotLoaded(log, e);
            throw new CheckpointsException();
        }
        finally
        {
            _loading.Release();
        }
    }

    private DeviceLane Enter(string device)
    {
        using (_lock.EnterScope())
        {
            if (_lanes.TryGetValue(device, out LinkedListNode<DeviceLane>? known))
            {
                _byUse.Remove(known);
                _byUse.AddLast(known);
            }
            else
            {
                Forget();
                _lanes[device] = known = _byUse.AddLast(new DeviceLane(device, counts.Events));
            }

            known.Value.Users++;
            return known.Value;
        }
    }

    private void Leave(DeviceLane lane)
    {
        using (_lock.EnterScope())
        {
            lane.Users--;
        }
    }

    // Lanes in use stay, and there are no more of them than requests. Those whose event waits stay longer, because that event is not told twice.
    private void Forget()
    {
        for (LinkedListNode<DeviceLane>? node = _byUse.First, next; node is not null && _lanes.Count >= options.MaxDevices; node = next)
        {
            next = node.Next;
            if (node.Value.Users > 0 || (node.Value.IsWaiting && _lanes.Count < 2L * options.MaxDevices))
            {
                continue;
            }

            _byUse.Remove(node);
            _lanes.Remove(node.Value.Device);
            node.Value.Dispose();
            if (BitOperations.IsPow2(++_forgotten))
            {
                Log.Forgotten(log, node.Value.Device, options.MaxDevices);
            }
        }
    }

    private sealed class CheckpointsException : Exception;
}
