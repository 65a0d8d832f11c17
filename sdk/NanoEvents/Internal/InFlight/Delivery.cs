using System.Diagnostics;

namespace NanoEvents;

/// <summary>
/// One message in flight, until it has been handled: then it is acknowledged if it came with QoS 1, and its place is free. It goes with the message through
/// the timeline, which gives it out after the message's last event.
/// </summary>
/// <param name="intake">The connection that it came by.</param>
/// <param name="acknowledge">Sends the acknowledgement; null if the broker does not expect one.</param>
/// <param name="identifier">The message's identifier at the broker.</param>
internal sealed class Delivery(InFlight.Intake intake, Func<int, Task>? acknowledge, int identifier)
{
    private int _isHandled;

    /// <summary>Whether the broker waits for the acknowledgement.</summary>
    public bool IsAwaited => acknowledge is not null;

    /// <summary>The span from here to the acknowledgement; null without tracing.</summary>
    public Activity? Activity { get; set; }

    /// <summary>
    /// Tells the broker that the message has been handled. If the connection is closed, the broker sends the message again. Any thread may do so, before or
    /// after those of other messages; from the second time on nothing happens.
    /// </summary>
    public async ValueTask AcknowledgeAsync()
    {
        if (Interlocked.Exchange(ref _isHandled, 1) != 0)
        {
            return;
        }

        try
        {
            if (acknowledge is not null)
            {
                await acknowledge(identifier).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The connection of this message is closed. The next connection delivers the message again, and the timeline then knows it.
        }
        finally
        {
            intake.Done(this);
            Activity?.Dispose();
        }
    }
}
