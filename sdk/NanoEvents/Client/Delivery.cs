using MQTTnet;

namespace NanoEvents;

/// <summary>The acknowledgement that a message is owed, once.</summary>
internal sealed class Delivery(MqttApplicationMessageReceivedEventArgs message)
{
    /// <summary>Tells the broker that the message has been handled. Where the connection has gone it will come again instead.</summary>
    public async ValueTask AcknowledgeAsync()
    {
        try
        {
            await message.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection of this message is over. The next one brings it again, and the timeline knows it then.
        }
    }
}
