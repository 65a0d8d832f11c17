using NanoEvents.Bridge;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp;

/// <summary>Makes lists of events of messages: leaves out what came before, and says what is missing. It outlives connections.</summary>
/// <param name="maxDevices">The most devices that are followed.</param>
/// <param name="after">What the reader has handled.</param>
/// <param name="countDuplicate">Told of each event that was left out.</param>
internal sealed class MessageIntake(int maxDevices, IReadOnlyCollection<Checkpoint> after, Action countDuplicate)
{
    private readonly Dictionary<string, DeviceMarks> _devices = new(StringComparer.Ordinal);
    private readonly AfterCheckpoints _after = new(after);
    private readonly List<NanoEvent> _output = [];

    /// <summary>Messages as lists of events. What is no event stands alone.</summary>
    public IReadOnlyList<EventBatch> Take(IReadOnlyList<AmqpMessage> messages, EventReceiver receiver)
    {
        List<EventBatch> batches = [];
        List<NanoEvent> events = [];
        List<AmqpMessage> taken = [];
        foreach (AmqpMessage message in messages)
        {
            if (EventMessage.TryRead(message, out NanoEvent e, out string problem))
            {
                taken.Add(message);
                Take(e, events);
                continue;
            }

            Close();
            var undecoded = new UndecodedMessage(message.Properties?.GetMessageId()?.ToString() ?? "", problem, EventMessage.BodyOf(message));
            batches.Add(Batch([], [message], areEvents: false, undecoded));
        }

        Close();
        return batches;

        void Close()
        {
            if (taken.Count > 0)
            {
                batches.Add(Batch(events, taken, areEvents: true));
                (events, taken) = ([], []);
            }
        }

        EventBatch Batch(List<NanoEvent> list, List<AmqpMessage> of, bool areEvents, UndecodedMessage? undecoded = null) => new(list, () =>
        {
            receiver.Settle(of, areEvents);
            return default;
        })
        { Undecoded = undecoded };
    }

    private void Take(in NanoEvent e, List<NanoEvent> events)
    {
        if (!_devices.TryGetValue(e.Device, out DeviceMarks? marks) && _devices.Count < maxDevices)
        {
            _devices[e.Device] = marks = new DeviceMarks(e.Device);
        }

        _output.Clear();
        if (marks is null)
        {
            _output.Add(e);
        }
        else
        {
            marks.Take(e, _output);
        }

        if (_output.Count == 0)
        {
            countDuplicate();
        }

        events.AddRange(_output.Where(o => !_after.Hides(o)));
    }
}
