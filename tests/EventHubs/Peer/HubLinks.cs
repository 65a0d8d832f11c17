using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.EventHubs.Tests;

/// <summary>Lets senders and readers in, if they have shown a token with the right.</summary>
internal sealed class HubLinks(HubServer server) : ILinkProcessor
{
    private const int Credit = 300;

    public void Process(AttachContext context)
    {
        bool isReader = context.Attach.Role;
        string path = isReader ? ((Source)context.Attach.Source).Address : ((Target)context.Attach.Target).Address;
        string[] parts = path.Trim('/').Split('/');
        string hub = parts[0];
        string right = isReader ? HubRights.Listen : HubRights.Send;
        if (FindProblem(context, hub, right) is { } problem)
        {
            context.Complete(problem);
        }
        else if (isReader)
        {
            // hub/ConsumerGroups/group/Partitions/0
            server.SawGroup(parts[2]);
            context.Complete(new PartitionReader(server, context.Link, hub, int.Parse(parts[^1], CultureInfo.InvariantCulture), StartOf((Source)context.Attach.Source)), 0);
        }
        else
        {
            context.Attach.MaxMessageSize = server.Faults.MaxMessageSize;
            context.Complete(new BatchTaker(server, hub), Credit);
        }
    }

    private Error? FindProblem(AttachContext context, string hub, string right) =>
        !server.Store.Has(hub) || server.Faults.IsDisabled ? HubServer.NotFound(hub)
        : !server.Rights.Has(context.Link.Session.Connection, hub, right)
            ? new Error("amqp:unauthorized-access") { Description = $"Unauthorized access. '{right}' claim(s) are required to perform this operation. Resource: 'sb://127.0.0.1/{hub}'." }
        : right == HubRights.Listen && server.Faults.IsOwned
            ? new Error("amqp:link:stolen") { Description = "At least one receiver for the endpoint is created with epoch of '0', and so non-epoch receiver is not allowed." }
        : null;

    // amqp.annotation.x-opt-sequence-number >= 17, or … > -1
    private static long StartOf(Source source)
    {
        string filter = source.FilterSet is { } set ? (string)((DescribedValue)set[new Symbol("apache.org:selector-filter:string")]).Value : "";
        string[] words = filter.Split(' ');
        return words is [_, var sign, var number] ? long.Parse(number.Trim('\''), CultureInfo.InvariantCulture) + (sign == ">" ? 1 : 0) : 0;
    }
}

/// <summary>Takes batches: stores all events of one at once, and answers.</summary>
internal sealed class BatchTaker(HubServer server, string hub) : LinkEndpoint
{
    private const uint BatchFormat = 0x80013700;

    public override void OnMessage(MessageContext context)
    {
        AmqpMessage message = context.Message;
        string? key = message.MessageAnnotations?[new Symbol("x-opt-partition-key")] as string;
        if (server.Faults.IsFull)
        {
            context.Complete(new Error("amqp:resource-limit-exceeded") { Description = "The namespace has exceeded its quota." });
        }
        else if (!server.Store.Has(hub) || server.Faults.IsDisabled)
        {
            context.Complete(HubServer.NotFound(hub));
        }
        else if (server.Faults.TakeBusy())
        {
            context.Complete(new Error("com.microsoft:server-busy") { Description = "The request was terminated because the entity is being throttled. Error code: 50002." });
        }
        else
        {
            Take(context, key);
        }
    }

    private void Take(MessageContext context, string? key)
    {
        int partition = server.Store.PartitionOf(key);
        byte[][] messages = MessagesOf(context.Message);
        server.Batches++;
        if (server.Faults.TryDelay(() => server.Store.TryHold(hub, partition, key, messages)))
        {
            Break(context);
            return;
        }

        server.Store.Append(hub, partition, key, messages);
        if (server.Faults.TakeLost())
        {
            Break(context);
        }
        else
        {
            context.Complete();
        }
    }

    private static void Break(MessageContext context) =>
        context.Link.Session.Connection.CloseAsync(TimeSpan.Zero, new Error("amqp:connection:forced") { Description = "The connection was lost." });

    public override void OnFlow(FlowContext context)
    {
    }

    public override void OnDisposition(DispositionContext context)
    {
    }

    private static byte[][] MessagesOf(AmqpMessage message) =>
        message.Format != BatchFormat ? [BytesOf(message.Encode())]
        : message.BodySection is DataList list ? [.. Enumerable.Range(0, list.Count).Select(i => Copy(list[i]))]
        : [Copy((Data)message.BodySection)];

    private static byte[] Copy(Data data) => data.Binary ?? BytesOf(data.Buffer);

    private static byte[] BytesOf(ByteBuffer buffer) => buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
}

/// <summary>Sends the events of a partition to one reader, as far as it has given credit.</summary>
internal sealed class PartitionReader : LinkEndpoint
{
    private readonly HubServer _server;
    private readonly ListenerLink _link;
    private readonly string _hub;
    private readonly int _partition;
    private readonly Lock _lock = new();
    private long _next;
    private int _credit;

    public PartitionReader(HubServer server, ListenerLink link, string hub, int partition, long start)
    {
        (_server, _link, _hub, _partition, _next) = (server, link, hub, partition, start);
        server.Store.Changed += Pump;
    }

    public override void OnFlow(FlowContext context)
    {
        using (_lock.EnterScope())
        {
            _credit = context.Messages;
        }

        Pump();
    }

    public override void OnDisposition(DispositionContext context)
    {
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => _server.Store.Changed -= Pump;

    private void Pump()
    {
        using (_lock.EnterScope())
        {
            while (_credit > 0 && !_link.IsClosed && _server.Store.Read(_hub, _partition, _next, 1) is [var stored])
            {
                _credit--;
                _next++;
                _server.CountSent();
                _link.SendMessage(MessageOf(stored));
            }
        }
    }

    private static AmqpMessage MessageOf(StoredEvent stored)
    {
        AmqpMessage message = HubStore.Decode(stored.Message);
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-sequence-number")] = stored.Sequence;
        message.MessageAnnotations[new Symbol("x-opt-offset")] = stored.Sequence.ToString(CultureInfo.InvariantCulture);
        message.MessageAnnotations[new Symbol("x-opt-enqueued-time")] = stored.Time;
        if (stored.Key is { Length: > 0 } key)
        {
            message.MessageAnnotations[new Symbol("x-opt-partition-key")] = key;
        }

        return message;
    }
}
