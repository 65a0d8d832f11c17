using NanoEvents.Bridge;
using NanoEvents.Hosting;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>
/// The events of one device on their way to the handler: one request at a time, one event at a time. It leaves out what came again, tells what is lacking,
/// and remembers what the handler has not handled yet.
/// </summary>
internal sealed class DeviceLane(string device, TimelineCounts counts) : IDisposable
{
    // At most an event and the loss before it: nothing is taken while something waits.
    private readonly List<NanoEvent> _waiting = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly DeviceMarks _marks = new(device, counts);

    public string Device => device;

    /// <summary>How many requests are in this lane, waiting included. <see cref="DeviceLanes"/> counts under its lock.</summary>
    public int Users { get; set; }

    /// <summary>Whether something was taken that the handler has not handled. Only for a lane that nobody uses.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Why the handler has not handled what waits; null if nothing waits.</summary>
    public string? Problem { get; private set; }

    /// <summary>Sets how far the device is.</summary>
    public void Continue(Checkpoint checkpoint) => _marks.Continue(new BootMark(device, checkpoint.BootId, checkpoint.Sequence, false));

    /// <summary>Gives the handler what is new. After a failure it begins with the same event at the next call.</summary>
    /// <param name="events">Events of this device, in order.</param>
    /// <param name="handle">Gives the handler an event, and returns why it is not handled.</param>
    /// <param name="gone">The sender has gone: it ends before the next event.</param>
    /// <returns>The event that is not handled, and why; null if all are handled.</returns>
    public async Task<(NanoEvent Event, Exception Problem)?> HandleAsync(IEnumerable<NanoEvent> events, Func<NanoEvent, Task<Exception?>> handle, CancellationToken gone)
    {
        await _turn.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            foreach (NanoEvent e in events)
            {
                if (await GiveAsync(handle, gone).ConfigureAwait(false) is { } failure)
                {
                    return failure;
                }

                _marks.Take(e, _waiting);
            }

            return await GiveAsync(handle, gone).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<(NanoEvent Event, Exception Problem)?> GiveAsync(Func<NanoEvent, Task<Exception?>> handle, CancellationToken gone)
    {
        while (_waiting.Count > 0)
        {
            gone.ThrowIfCancellationRequested();
            NanoEvent next = _waiting[0];
            if (await handle(next).ConfigureAwait(false) is { } problem)
            {
                Problem = $"{next}: {problem.Message}";
                return (next, problem);
            }

            Problem = null;
            _waiting.RemoveAt(0);
        }

        return null;
    }
}
