using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace NanoEvents.Cli;

/// <summary>The MQTT broker inside this program. While it is stopped and started again it keeps sessions and what waits in them, not connections.</summary>
internal sealed class EmbeddedBroker : IAsyncDisposable
{
    // A subscriber that is away may miss this many messages at most; a batch has up to 64 events.
    private const int MostWaitingMessages = 100_000;

    private readonly MqttServer _server;
    private readonly int _port;
    private readonly string? _user;
    private readonly byte[] _password;

    /// <summary>A broker that is not running yet.</summary>
    /// <param name="address">Where to listen: loopback, or any.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="user">The user that clients from other machines must give; null for none.</param>
    /// <param name="password">Their password.</param>
    public EmbeddedBroker(IPAddress address, int port, string? user = null, string password = "")
    {
        _port = port == 0 ? FreePort() : port;
        _user = user;
        _password = Encoding.UTF8.GetBytes(password);
        MqttServerOptionsBuilder options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(_port)
            .WithDefaultEndpointBoundIPAddress(address)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.IPv6None)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(MostWaitingMessages);
        _server = new MqttServerFactory().CreateMqttServer(options.Build());
        _server.ValidatingConnectionAsync += Validate;
    }

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

    /// <summary>Closes all connections and stops to listen.</summary>
    public Task StopAsync() => _server.StopAsync(new MqttServerStopOptionsBuilder().Build());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server.Dispose();
    }

    private Task Validate(ValidatingConnectionEventArgs connection)
    {
        bool isLocal = connection.RemoteEndPoint is IPEndPoint peer && IPAddress.IsLoopback(peer.Address);
        if (_user == null || isLocal)
        {
            return Task.CompletedTask;
        }

        bool isPassword = CryptographicOperations.FixedTimeEquals(connection.RawPassword ?? [], _password);
        if (connection.UserName != _user || !isPassword)
        {
            connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
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
