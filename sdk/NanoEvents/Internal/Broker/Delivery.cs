using System.Diagnostics;

namespace NanoEvents;

/// <summary>What a message is owed, once: an acknowledgement where it has come with QoS 1, and its place in the intake.</summary>
/// <param name="acknowledge">Tells the broker; null where it does not wait for that.</param>
/// <param name="intake">Where the message has its place.</param>
internal sealed class Delivery(Func<Task>? acknowledge, Intake intake)
{
    /// <summary>Whether the broker waits for the acknowledgement.</summary>
    public bool IsAwaited => acknowledge is not null;

    /// <summary>The span from here to the acknowledgement, where somebody traces.</summary>
    public Activity? Activity { get; set; }

    /// <summary>Tells the broker that the message has been handled. Where the connection has gone it will come again instead.</summary>
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
            // The connection of this message is over. The next one brings it again, and the timeline knows it then.
        }
        finally
        {
            intake.Done();
            Activity?.Dispose();
        }
    }
}
