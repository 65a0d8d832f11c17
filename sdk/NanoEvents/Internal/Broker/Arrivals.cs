using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Takes the messages of one connection off the wire, on the thread that reads it, and passes them on. A broker sends the messages of a session
/// before the retained states, so events wait here for the states.
/// </summary>
/// <param name="settings">What is wanted.</param>
/// <param name="inbox">Where messages go.</param>
/// <param name="intake">Bounds how much can be inside.</param>
/// <param name="unwanted">Told of a topic that only an old subscription can have brought.</param>
/// <remarks>Nothing here waits for a reader: the <see cref="InFlight"/> bounds the number of messages.</remarks>
internal sealed class Arrivals(ConnectionSettings settings, Inbox inbox, InFlight.Intake intake, Action<string> unwanted)
{
    private readonly Lock _order = new();
    private readonly List<Message> _early = [];
    private readonly KnownTopics _topics = new(settings.Prefix);
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

    /// <param name="frame">A message, valid during the call.</param>
    /// <param name="acknowledge">Tells the broker that a message with an identifier has been handled; null if it does not wait for that.</param>
    public void Take(in PublishFrame frame, Func<int, Task>? acknowledge)
    {
        Message message = Read(frame, acknowledge);
        lock (_order)
        {
            if (!_isOpen && message.Kind == MessageKind.Events)
            {
                _early.Add(message);
                return;
            }

            inbox.Put(message);
        }
    }

    /// <summary>The states have arrived: pass on the waiting messages, and let nothing wait any more.</summary>
    public void PassEarlyOn()
    {
        lock (_order)
        {
            _early.ForEach(message => inbox.Put(message));
            _early.Clear();
            _isOpen = true;
        }

        inbox.WakeReader();
    }

    private Message Read(in PublishFrame frame, Func<int, Task>? acknowledge)
    {
        Volatile.Write(ref _retained, _retained + (frame.IsRetained ? 1 : 0));
        KnownTopic topic = _topics.Find(frame.TopicUtf8);
        if (topic.Kind == MessageKind.Other || (settings.Device is not null && topic.Device != settings.Device))
        {
            unwanted(topic.Text);
        }

        // One byte beyond the limit is enough to show that the message is too long.
        byte[] bytes = frame.Payload[..Math.Min(frame.Payload.Length, BatchFormat.MaxBytes + 1)].ToArray();
        return new Message(topic.Kind, topic.Device, bytes, settings.Time.GetUtcNow(), frame.IsRetained, intake.Take(acknowledge, frame.Identifier))
        {
            Topic = topic.Text,
        };
    }
}
