using MQTTnet;

namespace NanoEvents.Simulator;

/// <summary>The broker that a link connects to, and as whom.</summary>
internal sealed class MqttTarget
{
    // What brokers of MQTT 3.1 answer to a newer version, as MQTTnet passes it on.
    private const int UnacceptableVersion = 1;

    private readonly Uri _broker;
    private readonly int _port;
    private readonly string _clientId;
    private readonly string[] _user;

    /// <param name="broker">Such as <c>mqtt://127.0.0.1:1883</c>; may hold user and password.</param>
    /// <param name="clientId">The client id.</param>
    public MqttTarget(Uri broker, string clientId)
    {
        _broker = broker;
        _clientId = clientId;
        _port = broker.Port > 0 ? broker.Port : broker.Scheme == "mqtts" ? 8883 : 1883;
        _user = broker.UserInfo.Split(':', 2);
    }

    /// <summary>The broker, without the user.</summary>
    public string Address => $"{_broker.Scheme}://{_broker.Host}:{_port}";

    /// <summary>Who connects, in words.</summary>
    public string Who => _user[0].Length == 0 ? "a device without user name" : $"user {Uri.UnescapeDataString(_user[0])}";

    /// <summary>Who connects, and with which client id.</summary>
    public string WhoAs => $"{Who}, client id {_clientId}";

    /// <summary>Options that say where to connect, and as whom.</summary>
    public MqttClientOptionsBuilder Options(TimeSpan patience)
    {
        // In one write, as the board does it: otherwise head and payload take a TLS record and a segment each.
        MqttClientOptionsBuilder options =
            new MqttClientOptionsBuilder().WithTcpServer(_broker.Host, _port).WithClientId(_clientId).WithTimeout(patience).WithoutPacketFragmentation();
        if (_user[0].Length != 0)
        {
            options.WithCredentials(Uri.UnescapeDataString(_user[0]), Uri.UnescapeDataString(_user.Length == 2 ? _user[1] : string.Empty));
        }

        return options;
    }

    /// <summary>Whether the broker does not speak this version of MQTT.</summary>
    public static bool IsAboutVersion(MqttClientConnectResultCode code) =>
        code is MqttClientConnectResultCode.UnsupportedProtocolVersion or (MqttClientConnectResultCode)UnacceptableVersion;

    /// <summary>What the broker refuses, and what to do; null if another attempt may succeed.</summary>
    public string? WhyRefused(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized
            or MqttClientConnectResultCode.BadAuthenticationMethod or MqttClientConnectResultCode.Banned
            => $"The broker at {Address} refuses {Who}: {code}. Check user and password.",
        MqttClientConnectResultCode.ClientIdentifierNotValid
            => $"The broker at {Address} refuses the client id {_clientId}. Give the device another name, or a shorter keep alive.",
        _ => null,
    };

    /// <summary>Why the broker has closed the connection, after a colon; empty if it does not say.</summary>
    public string WhyClosed(MqttClientDisconnectReason reason) => reason switch
    {
        MqttClientDisconnectReason.NormalDisconnection or MqttClientDisconnectReason.UnspecifiedError => "",
        MqttClientDisconnectReason.SessionTakenOver
            => $": another device or program has connected with the client id {_clientId}. Give one of them another name",
        _ => $": {reason}",
    };
}
