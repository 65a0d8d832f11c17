using System.Buffers;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Takes the messages of one connection off the wire, on the thread that reads it, and passes them on. A broker sends the messages of a session
/// before the retained states, so events wait here for the states.
/// </summary>
/// <param name="settings">What is wanted.</param>
/// <param name="into">Where messages go.</param>
/// <param name="intake">Bounds how much can be inside.</param>
/// <param name="unwanted">Told of a topic that only an old subscription can have brought.</param>
/// <remarks>Nothing here waits for a reader: the <see cref="InFlight"/> bounds the number of messages.</remarks>
internal sealed class Arrivals(ConnectionSettings settings, Action<Message> into, InFlight.Intake intake, Action<string> unwanted)
{
    private readonly Lock _order = new();
    private readonly List<Message> _early = [];
    private bool _isOpen;
    private int _retained;

    /// <summary>How many retained messages have arrived.</summary>
    public int RetainedCount => Volatile.Read(ref _retained);

    /// <summary>How many events wait.</summary>
    public int EarlyCount
    {
        get
        {
            lock (_order)
            {
                return _early.Count;
            }
        }
    }

    public void Take(PacedAdapter wire, MqttPublishPacket packet)
    {
        Message message = Read(wire, packet);
        lock (_order)
        {
            if (!_isOpen && message.Kind == MessageKind.Events)
            {
                _early.Add(message);
                return;
            }

            into(message);
        }
    }

    /// <summary>The states have arrived: pass on the waiting messages, and let nothing wait any more.</summary>
    public void PassEarlyOn()
    {
        lock (_order)
        {
            _early.ForEach(into);
            _early.Clear();
            _isOpen = true;
        }
    }

    private Message Read(PacedAdapter wire, MqttPublishPacket packet)
    {
        Volatile.Write(ref _retained, _retained + (packet.Retain ? 1 : 0));
        MessageKind kind = Topics.Parse(packet.Topic, out string? device, settings.Prefix);
        if (kind == MessageKind.Other || (settings.Device is not null && device != settings.Device))
        {
            unwanted(packet.Topic);
        }

        bool isAwaited = packet.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtMostOnce;

        // One byte beyond the limit is enough to show that the message is too long.
        ReadOnlySequence<byte> payload = packet.Payload;
        byte[] bytes = payload.Slice(0, Math.Min(payload.Length, BatchFormat.MaxBytes + 1)).ToArray();
        return new Message(
            kind, device, bytes, settings.Time.GetUtcNow(), packet.Retain, intake.Take(isAwaited ? () => wire.AcknowledgeAsync(packet) : null))
        {
            Topic = packet.Topic,
        };
    }
}
