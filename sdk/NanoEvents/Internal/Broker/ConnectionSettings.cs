using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>What a connection is made with, and what the broker's answer means.</summary>
internal sealed class ConnectionSettings
{
    private const int KeepAliveSeconds = 30;
    private const int TimeoutSeconds = 10;
    private const uint LargestPacket = 64 * 1024;

    // What MQTT 3.1 brokers answer to a newer version, as MQTTnet passes it on.
    private const int UnacceptableVersion = 1;

    private readonly EventClientOptions _options;
    private readonly string _clientId;
    private readonly TlsFiles _tls;

    private ConnectionSettings(EventClientOptions options, string? device, MqttQualityOfServiceLevel eventQuality)
    {
        BrokerAddress.TryParse(options.Broker, out BrokerAddress? address, out _);
        _options = options;
        _clientId = options.ClientId ?? $"nanoevents-{options.Session ?? Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..6])}";
        Address = address!;
        Device = device;
        EventQuality = eventQuality;
        _tls = TlsFiles.Load(options);
    }

    /// <summary>For reading events: each is acknowledged.</summary>
    public static ConnectionSettings ForEvents(EventClientOptions options, string? device) =>
        new(options, device, MqttQualityOfServiceLevel.AtLeastOnce);

    /// <summary>For following the present: nothing is kept and nothing is acknowledged, and no session of a reader is touched.</summary>
    public static ConnectionSettings ForStates(EventClientOptions options, string? device)
    {
        string? clientId = options.ClientId is { } id ? id + "-state" : null;
        return new(options with { Session = null, ClientId = clientId }, device, MqttQualityOfServiceLevel.AtMostOnce);
    }

    public BrokerAddress Address { get; }

    /// <summary>The only device; null for all.</summary>
    public string? Device { get; }

    /// <summary>The quality of service with which events are asked for.</summary>
    public MqttQualityOfServiceLevel EventQuality { get; }

    public TimeProvider Time => _options.TimeProvider;

    /// <summary>For one connection; null where it is without TLS.</summary>
    public TlsPeer? NewPeer() => Address.UseTls ? new TlsPeer(Address.Host, Address.Port, _tls, Time) : null;

    public MqttClientOptions ToOptions(MqttProtocolVersion version, TlsPeer? peer)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(Address.Host, Address.Port)
            .WithProtocolVersion(version)
            .WithClientId(_clientId)
            .WithCleanStart(_options.Session is null)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(KeepAliveSeconds))
            .WithTimeout(TimeSpan.FromSeconds(TimeoutSeconds));
        if (peer is not null)
        {
            builder.WithTlsOptions(peer.Apply);
        }

        if (version == MqttProtocolVersion.V500)
        {
            builder.WithReceiveMaximum((ushort)_options.ReceiveMaximum).WithMaximumPacketSize(LargestPacket)
                .WithSessionExpiryInterval(_options.Session is null ? 0 : (uint)_options.SessionExpiry.TotalSeconds);
        }

        string? user = _options.UserName ?? Address.UserName;
        return user is null ? builder.Build() : builder.WithCredentials(user, _options.Password ?? Address.Password).Build();
    }

    public void ThrowIfRefused(MqttClientConnectResult result)
    {
        switch (result.ResultCode)
        {
            case MqttClientConnectResultCode.Success:
                return;
            case MqttClientConnectResultCode.UnsupportedProtocolVersion or (MqttClientConnectResultCode)UnacceptableVersion:
                throw new VersionRefusedException();
            case MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized
                or MqttClientConnectResultCode.BadAuthenticationMethod or MqttClientConnectResultCode.Banned:
                throw new BrokerRefusedException($"The broker at {Address} refuses {WhoText()}: {result.ResultCode}. Check user and password.");
            case MqttClientConnectResultCode.ClientIdentifierNotValid:
                throw new BrokerRefusedException($"The broker at {Address} refuses the client id {_clientId}. Set another ClientId or Session.");
            default:
                throw new IOException($"it answers {result.ResultCode}");
        }
    }

    public BrokerRefusedException TakenOver() =>
        new($"Another program has connected to {Address} as {_clientId}. Each program that reads needs a Session or ClientId of its own.");

    private string WhoText() => (_options.UserName ?? Address.UserName) is { } user ? $"user {user}" : "a client without user name";
}
