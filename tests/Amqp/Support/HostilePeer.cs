using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using NanoEvents.Tests;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp.Tests.Support;

/// <summary>A server of AMQP 1.0 on loopback that answers as a test wants.</summary>
internal sealed class HostilePeer : ILinkProcessor, IMessageProcessor, IDisposable
{
    private readonly ContainerHost _host;
    private readonly Dictionary<string, int> _open = [];
    private int _now;

    public HostilePeer(int credit = 1000)
    {
        Credit = credit;
        int port = Ports.Free();
        Address = $"amqp://127.0.0.1:{port}/events";
        _host = new ContainerHost([$"amqp://127.0.0.1:{port}"]);
        _host.Listeners[0].SASL.EnableAnonymousMechanism = true;
        _host.RegisterLinkProcessor(this);
        _host.Open();
    }

    public string Address { get; }

    public int Credit { get; set; }

    /// <summary>What to say to a message; null to say nothing. By default everything is accepted.</summary>
    public Func<AmqpMessage, Outcome?> Answer { get; set; } = _ => new Accepted();

    /// <summary>How long to think before the answer.</summary>
    public TimeSpan Thinks { get; set; }

    /// <summary>What was accepted, by address.</summary>
    public ConcurrentQueue<(string Address, AmqpMessage Message)> Taken { get; } = [];

    /// <summary>The most messages of one device that were open at a time.</summary>
    public int MostOfOneDevice { get; private set; }

    /// <summary>The most messages that were open at a time.</summary>
    public int Most { get; private set; }

    public IReadOnlyList<string> Ids => [.. Taken.Where(a => a.Address == "events").Select(a => a.Message.Properties.MessageId)];

    public void Process(AttachContext attachContext)
    {
        string address = ((Target)attachContext.Attach.Target).Address;
        if (address == "nowhere")
        {
            attachContext.Complete(new Error(ErrorCode.NotFound) { Description = "there is no such address" });
            return;
        }

        attachContext.Complete(new TargetLinkEndpoint(new Processor(this, address), attachContext.Link), Credit);
    }

    public void Process(MessageContext messageContext) => throw new NotSupportedException();

    public void Dispose() => _host.Close();

    private async Task ProcessAsync(string address, MessageContext context)
    {
        string device = context.Message.Properties?.GroupId ?? "";
        lock (_open)
        {
            MostOfOneDevice = Math.Max(MostOfOneDevice, _open[device] = _open.GetValueOrDefault(device) + 1);
            Most = Math.Max(Most, ++_now);
        }

        if (Thinks > TimeSpan.Zero)
        {
            await Task.Delay(Thinks);
        }

        lock (_open)
        {
            _open[device]--;
            _now--;
        }

        switch (Answer(context.Message))
        {
            case null:
                break;
            case Accepted:
                Taken.Enqueue((address, context.Message));
                context.Complete();
                break;
            case { } other:
                context.Link.DisposeMessage(context.Message, other, true);
                break;
        }
    }

    private sealed class Processor(HostilePeer peer, string address) : IMessageProcessor
    {
        public int Credit => peer.Credit;

        public void Process(MessageContext messageContext) => _ = peer.ProcessAsync(address, messageContext);
    }
}
