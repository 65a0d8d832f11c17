using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Sasl;
using Amqp.Types;

namespace NanoEvents.Amqp;

/// <summary>One connection to a server, from its opening to its end. Whatever ends it is kept as a line for people.</summary>
internal sealed class Peer : IHandler, IAsyncDisposable
{
    private static readonly TimeSpan _patienceAtTheEnd = TimeSpan.FromSeconds(5);
    private const int IdleMs = 60_000;
    private const string MustBeThere = "/amq/queue/";

    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AmqpOptions _options;
    private Socket? _socket;
    private Connection? _connection;
    private Session? _session;

    private Peer(AmqpOptions options) => _options = options;

    /// <summary>Ends with the connection, or with its only session: why, as a line.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Whether it calls itself RabbitMQ.</summary>
    public bool IsRabbit { get; private set; }

    /// <exception cref="IOException">It is absent, refuses the user, or does not speak AMQP. The message says why.</exception>
    public static async Task<Peer> OpenAsync(AmqpOptions options, CancellationToken cancellationToken)
    {
        var peer = new Peer(options);
        AmqpAddress target = options.Target;
        PeerTls? tls = target.UseTls ? new PeerTls(target.Host, target.Port, TlsFiles.Load(options.Tls), options.TimeProvider) : null;
        try
        {
            Task connecting = peer.ConnectAsync(tls);
            _ = connecting.ContinueWith(task => task.Exception, TaskScheduler.Default);
            await connecting.WaitAsync(options.ConnectTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return peer;
        }
        catch (Exception e)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            string? aboutTls = tls is null ? null : await tls.ExplainAsync(e, cancellationToken).ConfigureAwait(false);
            throw new IOException(aboutTls ?? Trouble.Of(e, options), e);
        }
    }

    /// <summary>Opens a link to write to an address.</summary>
    /// <param name="node">The address.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The link, and the longest message that it takes; 0 for no limit.</returns>
    /// <exception cref="IOException">The server refuses it, and says why.</exception>
    public async Task<(SenderLink Link, ulong MaxSize)> OpenSenderAsync(string node, CancellationToken cancellationToken)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var target = new Target { Address = node, Durable = 1, Capabilities = CapabilitiesOf(node) };
        var link = new SenderLink(
            _session!, $"nanoevents-{Guid.NewGuid():N}",
            new Attach { Target = target, Source = new Source(), SndSettleMode = SenderSettleMode.Unsettled, RcvSettleMode = ReceiverSettleMode.First },
            (_, attach) => OnAttach(attached, attach, attach.Target));
        Attach answer = await AttachedAsync(link, attached, node, cancellationToken).ConfigureAwait(false);
        return (link, answer.MaxMessageSize);
    }

    /// <summary>RabbitMQ 3 takes what is sent to a queue that is not there, and drops it. It tells readers only, so this reads for a moment, and takes nothing.</summary>
    /// <param name="node">The address.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The queue is not there.</exception>
    public async Task CheckQueueAsync(string node, CancellationToken cancellationToken)
    {
        if (!IsRabbit || !node.StartsWith(MustBeThere, StringComparison.Ordinal))
        {
            return;
        }

        // A session of its own, because an error ends the session.
        var session = new Session(_connection!);
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = new ReceiverLink(session, $"nanoevents-{Guid.NewGuid():N}", new Source { Address = node }, (_, attach) => OnAttach(attached, attach, attach.Source));
        try
        {
            await AttachedAsync(link, attached, node, cancellationToken).ConfigureAwait(false);
            await session.CloseAsync(_patienceAtTheEnd, null).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmqpException or TimeoutException || (e is IOException && link.Error?.Condition != ErrorCode.NotFound))
        {
            // It is there, and others may not look.
        }
    }

    /// <summary>Opens a link to read from an address. It gives nothing before it is started.</summary>
    /// <param name="node">The address.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The server refuses it, and says why.</exception>
    public async Task<ReceiverLink> OpenReceiverAsync(string node, CancellationToken cancellationToken)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new Source { Address = node, Durable = 1, Capabilities = CapabilitiesOf(node) };
        var link = new ReceiverLink(
            _session!, $"nanoevents-{Guid.NewGuid():N}",
            new Attach { Source = source, Target = new Target(), SndSettleMode = SenderSettleMode.Unsettled, RcvSettleMode = ReceiverSettleMode.First },
            (_, attach) => OnAttach(attached, attach, attach.Source));
        await AttachedAsync(link, attached, node, cancellationToken).ConfigureAwait(false);
        return link;
    }

    /// <inheritdoc/>
    public bool CanHandle(EventId id) => id is EventId.SocketConnect or EventId.ConnectionRemoteOpen or EventId.SendDelivery;

    /// <inheritdoc/>
    public void Handle(Event protocolEvent)
    {
        switch (protocolEvent.Context)
        {
            case Socket socket:
                socket.NoDelay = true;
                _socket = socket;
                break;
            case Open open:
                IsRabbit = open.Properties?[new Symbol("product")] is string product && product.Contains("Rabbit", StringComparison.OrdinalIgnoreCase);
                break;
            case IDelivery { UserToken: PendingSend pending } delivery:
                pending.Delivery = delivery;
                break;
        }
    }

    /// <summary>Closes the connection, or cuts it if the server does not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_connection is { } connection)
            {
                await Task.Run(() => connection.Close(_patienceAtTheEnd)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AmqpException or TimeoutException or IOException or SocketException or ObjectDisposedException)
        {
            // Then it is cut.
        }

        _socket?.Dispose();
    }

    // Artemis would make a topic of an address that it does not know, and drop what nobody reads.
    private static Symbol[]? CapabilitiesOf(string node) => node.StartsWith("topic://", StringComparison.Ordinal) ? null : [new Symbol("queue")];

    private static void OnAttach(TaskCompletionSource<Attach> attached, Attach attach, object? terminus)
    {
        // A server that refuses a link answers without a terminus, and then says why it ends the link.
        if (terminus is not null)
        {
            attached.TrySetResult(attach);
        }
    }

    private async Task ConnectAsync(PeerTls? tls)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.ContainerId = $"nanoevents-{Guid.NewGuid():N}";
        factory.AMQP.IdleTimeout = IdleMs;
        factory.AMQP.HostName = _options.VirtualHost is { } host ? $"vhost:{host}" : null;
        factory.SASL.Profile = _options.Way == AmqpLogin.External ? SaslProfile.External : SaslProfile.Anonymous;
        if (tls is not null)
        {
            factory.SSL.Protocols = TlsStrength.Protocols;
            factory.SSL.CheckCertificateRevocation = tls.AsksForRevoked;
            factory.SSL.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => tls.Judge(certificate, chain, errors);
            if (tls.Own is { } own)
            {
                factory.SSL.ClientCertificates.Add(own);
            }
        }

        AmqpAddress target = _options.Target;
        (string? user, string? password) = _options.Way == AmqpLogin.Plain ? (_options.User, _options.Password) : (null, null);
        var address = new Address(target.Host, target.Port, user, password, "/", target.UseTls ? "amqps" : "amqp");
        Connection connection = await factory.CreateAsync(address, default, this).ConfigureAwait(false);
        _connection = connection;
        connection.AddClosedCallback((_, error) => End(error));
        _session = new Session(connection);
        _session.AddClosedCallback((_, error) => End(error));
    }

    private void End(Error? error) => _ended.TrySetResult(error is null ? "it has ended the connection" : Trouble.Of(error));

    private async Task<Attach> AttachedAsync(Link link, TaskCompletionSource<Attach> attached, string node, CancellationToken cancellationToken)
    {
        link.AddClosedCallback((_, error) => attached.TrySetException(new IOException($"{node}: {(error is null ? "it refuses the address" : Trouble.Of(error))}")));
        try
        {
            return await attached.Task.WaitAsync(_options.ConnectTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new IOException($"{node}: it does not answer");
        }
    }
}
