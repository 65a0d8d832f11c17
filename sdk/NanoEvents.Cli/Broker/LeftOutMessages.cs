using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>Messages that are too large for their client. Each counts as sent and acknowledged.</summary>
internal sealed class LeftOutMessages
{
    private readonly Channel<MqttPacket> _acknowledgements = Channel.CreateUnbounded<MqttPacket>();
    private Task<bool>? _next;

    /// <summary>Takes one in.</summary>
    public void Add(MqttPublishPacket publish)
    {
        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
        {
            _acknowledgements.Writer.TryWrite(new MqttPubAckPacket { PacketIdentifier = publish.PacketIdentifier });
        }
        else if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.ExactlyOnce)
        {
            _acknowledgements.Writer.TryWrite(new MqttPubCompPacket { PacketIdentifier = publish.PacketIdentifier });
        }
    }

    /// <summary>What the client would have answered to the next one.</summary>
    public bool TryAcknowledge([NotNullWhen(true)] out MqttPacket? acknowledgement) => _acknowledgements.Reader.TryRead(out acknowledgement);

    /// <summary>Waits for one.</summary>
    public Task WaitAsync()
    {
        _next = _next is { IsCompleted: false } ? _next : _acknowledgements.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        return _next;
    }
}
