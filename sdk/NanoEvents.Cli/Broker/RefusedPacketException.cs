using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>A packet that ends its connection.</summary>
internal sealed class RefusedPacketException(MqttDisconnectReasonCode reason, string message) : Exception(message)
{
    /// <summary>The reason code for a client with MQTT 5.</summary>
    public MqttDisconnectReasonCode Reason => reason;
}
