using System.Threading.Channels;
using Amqp;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp;

/// <summary>One life of a connection that reads. The server keeps a message until it is settled here.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private const int Most = 64;

    // The server sends no more than it has credit for.
    private readonly Channel<AmqpMessage> _messages = Channel.CreateUnbounded<AmqpMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Peer _peer;
    private readonly ReceiverLink _link;
    private string? _problem;

    private EventReceiver(Peer peer, ReceiverLink link, int credit)
    {
        _peer = peer;
        _link = link;
        link.AddClosedCallback((_, error) => End($"it has ended the connection: {Trouble.Of(error)}"));
        link.Start(credit, (_, message) => _messages.Writer.TryWrite(message));
    }

    /// <summary>Why it is over, as a line.</summary>
    public string Problem => _problem ?? "it has ended the connection";

    /// <exception cref="IOException">The server is absent, or refuses the user or the address.</exception>
    public static async Task<EventReceiver> OpenAsync(AmqpEventClientOptions options, CancellationToken cancellationToken)
    {
        Peer peer = await Peer.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(peer, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens it over a connection, which it owns from now on.</summary>
    internal static async Task<EventReceiver> OpenAsync(Peer peer, AmqpEventClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new EventReceiver(peer, await peer.OpenReceiverAsync(options.Target.Node, cancellationToken).ConfigureAwait(false), options.Prefetch);
        }
        catch (Exception e)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
            if (Trouble.HasEnded(e) is { } ended)
            {
                throw ended;
            }

            throw;
        }
    }

    /// <summary>The next messages, at least one; null when the connection is over.</summary>
    public async ValueTask<IReadOnlyList<AmqpMessage>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        List<AmqpMessage> messages = [];
        while (messages.Count < Most && _messages.Reader.TryRead(out AmqpMessage? message))
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Tells the server that messages are handled, or that they are no events. If the connection is over, they come again.</summary>
    public void Settle(IEnumerable<AmqpMessage> messages, bool areEvents)
    {
        try
        {
            foreach (AmqpMessage message in messages)
            {
                if (areEvents)
                {
                    _link.Accept(message);
                }
                else
                {
                    _link.Reject(message);
                }
            }
        }
        catch (Exception e) when (e is AmqpException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is over.
        }
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private void End(string problem)
    {
        _problem ??= problem;
        _messages.Writer.TryComplete();
    }
}
