using System.Diagnostics;

namespace NanoEvents;

/// <summary>The one thing to do when a message has been handled: acknowledge it if it came with QoS 1, and free its place in the intake.</summary>
/// <param name="acknowledge">Sends the acknowledgement; null if the broker does not expect one.</param>
/// <param name="intake">The intake that counts the message.</param>
internal sealed class Delivery(Func<Task>? acknowledge, Intake intake)
{
    /// <summary>Whether the broker waits for the acknowledgement.</summary>
    public bool IsAwaited => acknowledge is not null;

    /// <summary>The span from here to the acknowledgement; null without tracing.</summary>
    public Activity? Activity { get; set; }

    /// <summary>Tells the broker that the message has been handled. If the connection is closed, the broker sends the message again.</summary>
    public async ValueTask AcknowledgeAsync()
    {
        try
        {
            if (acknowledge is not null)
            {
                await acknowledge().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The connection of this message is closed. The next connection delivers the message again, and the timeline then knows it.
        }
        finally
        {
            intake.Done();
            Activity?.Dispose();
        }
    }
}
