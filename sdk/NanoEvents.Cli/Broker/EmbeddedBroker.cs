using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli;

/// <summary>
/// The MQTT broker inside this program. Between a stop and a start it keeps sessions and their waiting messages, but not connections.
/// </summary>
internal sealed class EmbeddedBroker : IAsyncDisposable
{
    // The most messages kept for a subscriber that is away; a batch has up to 64 events.
    private const int MaxWaitingMessages = 100_000;

    private const int MaxNotices = 256;
    private const string OwnClientId = "broker";

    private readonly MqttServerOptions _options;
    private readonly BrokerLimits _limits;
    private readonly LoginGuard _guard;
    private readonly ClientWires _clients = new();
    private readonly IPAddress _address;
    private readonly int _port;
    private readonly string? _user;
    private readonly byte[] _password;
    private readonly bool _trustsThisMachine;
    private readonly ConcurrentDictionary<string, bool> _told = new();
    private MqttServer _server;

    /// <summary>A broker that is not running yet.</summary>
    /// <param name="address">The address to listen on: loopback, or any.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="user">The user that clients must give; null for none.</param>
    /// <param name="password">Their password.</param>
    /// <param name="trustsThisMachine">Whether programs on this machine need neither.</param>
    /// <param name="limits">Its limits; null for the defaults.</param>
    public EmbeddedBroker(
        IPAddress address, int port, string? user = null, string password = "", bool trustsThisMachine = true, BrokerLimits? limits = null)
    {
        _limits = limits ?? new BrokerLimits();
        _guard = new LoginGuard(_limits, TimeProvider.System);
        _address = address;
        _port = port == 0 ? FreePort() : port;
        _user = user;
        _password = Encoding.UTF8.GetBytes(password);
        _trustsThisMachine = trustsThisMachine;
        MqttServerOptionsBuilder options = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithDefaultCommunicationTimeout(_limits.ConnectPatience)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(MaxWaitingMessages);
        _options = options.Build();
        _server = NewServer();
    }

    /// <summary>Reports, each once, clients that were refused and clients that miss messages. Comes on any thread.</summary>
    public event Action<string>? Warned;

    /// <summary>Called for each message of a client; false stops the message. Comes on any thread.</summary>
    public Func<MqttApplicationMessage, Task<bool>>? Filter { get; set; }

    /// <summary>A client that may not connect now; null for none.</summary>
    public string? TurnedAway { get; set; }

    /// <summary>The port that it listens on.</summary>
    public int Port => _port;

    /// <summary>The broker as programs on this machine reach it.</summary>
    public Uri LocalUrl => new($"mqtt://127.0.0.1:{_port}");

    /// <summary>Starts to listen.</summary>
    /// <exception cref="CommandException">The port is in use, or may not be used.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _server.StartAsync();
        }
        catch (SocketException e)
        {
            string why = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is in use",
                SocketError.AccessDenied => "may not be used by this account",
                _ => $"cannot be listened on ({e.SocketErrorCode})",
            };
            throw new CommandException($"port {_port} {why}: stop what uses it, or choose another with --port");
        }
    }

    /// <summary>Closes all connections and stops listening.</summary>
    public Task StopAsync() => _server.StopAsync(new MqttServerStopOptionsBuilder().Build());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server.Dispose();
    }

    /// <summary>Deletes sessions, their waiting messages, and retained messages; only while stopped.</summary>
    public void Forget()
    {
        _server.Dispose();
        _server = NewServer();
    }

    /// <summary>Publishes a message of the broker itself.</summary>
    public Task PassAsync(MqttApplicationMessage message) =>
        _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = OwnClientId });

    /// <summary>Closes a client's connection.</summary>
    public Task DisconnectAsync(string clientId) => _clients.CloseAsync(clientId);

    private MqttServer NewServer()
    {
        BrokerListener listener = new(new IPEndPoint(_address, _port), _limits, _clients, (about, text) => TellOnceAsync(about, text));
        MqttServer server = new MqttServerFactory().CreateMqttServer(_options, [listener]);
        server.ValidatingConnectionAsync += ValidateAsync;
        server.InterceptingPublishAsync += FilterAsync;
        server.QueuedApplicationMessageOverwrittenAsync += lost => TellOnceAsync(
            lost.ReceiverClientId, $"{MaxWaitingMessages} messages wait for {lost.ReceiverClientId}, who is away or slow: the oldest make room");
        return server;
    }

    // A message that is left out is still acknowledged.
    private async Task FilterAsync(InterceptingPublishEventArgs message)
    {
        if (Filter != null && message.ClientId != OwnClientId && message.ProcessPublish)
        {
            message.ProcessPublish = await Filter(message.ApplicationMessage);
        }
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs connection)
    {
        IPAddress? peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (connection.ClientId == TurnedAway)
        {
            connection.ReasonCode = MqttConnectReasonCode.ServerUnavailable;
            return;
        }

        if (peer != null && !_guard.MayTry(peer))
        {
            // Does not say whether the password was right, because that would help to guess it.
            connection.ReasonCode = MqttConnectReasonCode.ServerBusy;
            await TellOnceAsync($"pause {peer}", $"{peer} has to wait: {_limits.MaxWrongPasswords} wrong passwords, one after the other");
        }
        else if (!IsWelcome(connection, peer))
        {
            connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            Note(peer, isRight: false);
            await TellOnceAsync($"{peer}", $"{peer} refused: wrong user or password");
        }
        else
        {
            Note(peer, isRight: true);
            await CheckRoomAsync(connection, peer);
            if (connection.ReasonCode == MqttConnectReasonCode.Success)
            {
                await _clients.TakeInAsync((BrokerWire)connection.ChannelAdapter, connection.CancellationToken);
            }
        }
    }

    private void Note(IPAddress? peer, bool isRight)
    {
        if (peer != null && isRight)
        {
            _guard.NoteRight(peer);
        }
        else if (peer != null)
        {
            _guard.NoteWrong(peer);
        }
    }

    // A client that reconnects before its old connection is noticed as closed takes no extra room.
    private async Task CheckRoomAsync(ValidatingConnectionEventArgs connection, IPAddress? peer)
    {
        IList<MqttClientStatus> clients = await _server.GetClientsAsync();
        if (clients.Count >= _limits.MaxConnections && !clients.Any(client => client.Id == connection.ClientId))
        {
            connection.ReasonCode = MqttConnectReasonCode.ServerBusy;
            await TellOnceAsync("connections", $"{peer} refused: {_limits.MaxConnections} are connected already");
        }
    }

    private bool IsWelcome(ValidatingConnectionEventArgs connection, IPAddress? peer)
    {
        if (_user == null || (_trustsThisMachine && peer != null && IPAddress.IsLoopback(peer)))
        {
            return true;
        }

        bool isPassword = CryptographicOperations.FixedTimeEquals(connection.RawPassword ?? [], _password);
        return connection.UserName == _user && isPassword;
    }

    private Task TellOnceAsync(string about, string text)
    {
        if (_told.Count < MaxNotices && _told.TryAdd(about, true))
        {
            Warned?.Invoke(text);
        }

        return Task.CompletedTask;
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
