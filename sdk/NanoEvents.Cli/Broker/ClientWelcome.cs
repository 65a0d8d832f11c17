using System.Buffers.Binary;
using System.Security.Cryptography;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>What a client and the broker say about themselves when a connection begins.</summary>
internal sealed class ClientWelcome(BrokerLimits limits)
{
    private string? _assignedId;

    /// <summary>The answer to a client without an id that wants to come back to its session.</summary>
    public static MqttConnAckPacket NoName { get; } = new()
    {
        ReturnCode = MqttConnectReturnCode.ConnectionRefusedIdentifierRejected,
        ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid,
    };

    /// <summary>The client's id; empty before the client has said it.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>The longest packet that the client takes.</summary>
    public long MaxBytesToClient { get; private set; } = long.MaxValue;

    /// <summary>Whether a CONNECT has no client id, and does not begin a session.</summary>
    // After the protocol's name follow its level, flags, keep alive and the client id.
    public static bool WantsSessionWithoutName(ReadOnlySpan<byte> connect)
    {
        const int Clean = 2;
        ReadOnlySpan<byte> rest = connect[(2 + BinaryPrimitives.ReadUInt16BigEndian(connect))..];
        return rest.Length >= 6 && (rest[1] & Clean) == 0 && rest[4] == 0 && rest[5] == 0;
    }

    /// <summary>Takes a CONNECT. A client without an id gets one.</summary>
    public void Meet(MqttConnectPacket connect)
    {
        MaxBytesToClient = connect.MaximumPacketSize == 0 ? long.MaxValue : connect.MaximumPacketSize;
        if (string.IsNullOrEmpty(connect.ClientId))
        {
            _assignedId = "auto-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            connect.ClientId = _assignedId;
        }

        ClientId = connect.ClientId ?? "";
    }

    /// <summary>Completes the broker's answer.</summary>
    /// <returns>True if the client is accepted.</returns>
    public bool Answer(MqttConnAckPacket answer)
    {
        if (answer.ReasonCode != MqttConnectReasonCode.Success)
        {
            return false;
        }

        answer.MaximumPacketSize = (uint)limits.MaxPacketBytes;
        answer.TopicAliasMaximum = limits.MaxTopicAliases;
        answer.AssignedClientIdentifier = _assignedId;
        return true;
    }
}
