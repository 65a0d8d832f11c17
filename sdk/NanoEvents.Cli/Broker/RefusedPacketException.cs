using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>A packet that ends its connection.</summary>
internal sealed class RefusedPacketException(MqttDisconnectReasonCode reason, string message) : Exception(message)
{
    /// <summary>What a client of MQTT 5 is told.</summary>
    public MqttDisconnectReasonCode Reason => reason;
}
