using NanoEvents.Bridge;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp;

/// <summary>Makes lists of events of messages: leaves out what came before, and says what is missing. It outlives connections.</summary>
/// <param name="maxDevices">The most devices that are followed.</param>
/// <param name="after">What the reader has handled.</param>
/// <param name="countDuplicate">Told of each event that was left out.</param>
internal sealed class MessageIntake(int maxDevices, IReadOnlyCollection<Checkpoint> after, Action countDuplicate)
{
    private readonly RecordSieve _sieve = new(maxDevices, new AfterCheckpoints(after), countDuplicate);

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
                _sieve.Take(e, events);
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
}
