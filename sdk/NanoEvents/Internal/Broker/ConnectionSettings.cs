using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>The settings of a connection, and the meaning of the broker's answer.</summary>
internal sealed class ConnectionSettings
{
    private const int TimeoutSeconds = 10;
    private const uint LargestPacket = 64 * 1024;

    // What MQTT 3.1 brokers answer to a newer version, as MQTTnet passes it on.
    private const int UnacceptableVersion = 1;

    private readonly EventClientOptions _options;
    private readonly string _clientId;
    private readonly TlsFiles _tls;

    private ConnectionSettings(EventClientOptions options, string? device, MqttQualityOfServiceLevel eventQuality, bool hasRunBefore)
    {
        BrokerAddress.TryParse(options.Broker, out BrokerAddress? address, out _);
        _options = options;
        _clientId = options.ClientId ?? $"nanoevents-{options.Session ?? Guid.NewGuid().ToString("N")[..12]}";
        Address = address!;
        Device = device;
        EventQuality = eventQuality;
        HasRunBefore = hasRunBefore;
        _tls = TlsFiles.Load(options.Tls);
    }

    /// <summary>For reading events: each is acknowledged.</summary>
    /// <param name="options">How to read.</param>
    /// <param name="device">The only device; null for all.</param>
    /// <param name="hasRunBefore">Whether an earlier run has handled events, so that the broker should know its session.</param>
    public static ConnectionSettings ForEvents(EventClientOptions options, string? device, bool hasRunBefore = false) =>
        new(options, device, MqttQualityOfServiceLevel.AtLeastOnce, hasRunBefore);

    /// <summary>For following the present: nothing is kept and nothing is acknowledged, and no session of a reader is touched.</summary>
    public static ConnectionSettings ForStates(EventClientOptions options, string? device)
    {
        string? clientId = options.ClientId is { } id ? id + "-state" : null;
        return new(options with { Session = null, ClientId = clientId }, device, MqttQualityOfServiceLevel.AtMostOnce, hasRunBefore: false);
    }

    public BrokerAddress Address { get; }

    /// <summary>The only device; null for all.</summary>
    public string? Device { get; }

    /// <summary>The quality of service requested for events.</summary>
    public MqttQualityOfServiceLevel EventQuality { get; }

    /// <summary>Whether the broker keeps messages between two connections.</summary>
    public bool KeepsSession => _options.Session is not null && _options.SessionExpiry > TimeSpan.Zero;

    /// <summary>Whether an earlier run has handled events, so that the broker should know its session.</summary>
    public bool HasRunBefore { get; }

    /// <summary>The topic levels before the root; null for none.</summary>
    public string? Prefix => _options.TopicPrefix;

    public TimeProvider Time => _options.TimeProvider;

    /// <summary>The topic of the device, or of all, to subscribe to.</summary>
    public string TopicOf(string part) => Topics.Of(Device ?? Topics.AnyDeviceUnder(Prefix), part);

    /// <summary>For one connection; null without TLS.</summary>
    public TlsPeer? NewPeer() => Address.UseTls ? new TlsPeer(Address.Host, Address.Port, _tls, Time) : null;

    public MqttClientOptions ToOptions(MqttProtocolVersion version, TlsPeer? peer)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(Address.Host, Address.Port)
            .WithProtocolVersion(version)
            .WithClientId(_clientId)
            .WithCleanStart(_options.Session is null)
            .WithKeepAlivePeriod(_options.KeepAlive)
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
                throw new RefusalException(ReasonOf(result.ResultCode), $"refuses {WhoText()}: {result.ResultCode}. Check user and password.");
            case MqttClientConnectResultCode.ClientIdentifierNotValid:
                throw new RefusalException(BrokerRefusalReason.BadClientId, $"refuses the client id {_clientId}. Set another ClientId or Session; a broker of MQTT 3.1.1 may also mean that KeepAlive is too long for it.");
            default:
                throw new IOException($"it answers {result.ResultCode}");
        }
    }

    public static RefusalException Refused(MqttClientSubscribeResultItem item) => item.ResultCode == MqttClientSubscribeResultCode.QuotaExceeded
        ? new(BrokerRefusalReason.QuotaExceeded, $"has no room for the subscription to {item.TopicFilter.Topic} ({item.ResultCode}). Raise its limit.")
        : new(BrokerRefusalReason.SubscriptionRefused, $"does not let this user read {item.TopicFilter.Topic} ({item.ResultCode}). Let it, in the broker's access list.");

    /// <summary>Why a broker may close each connection soon after it has opened.</summary>
    public string FlappingText() => $"it has closed {Flapping.Enough} connections or more within seconds. " + (_options.ClientId is null && _options.Session is null
        ? "Its log may say why."
        : $"Most likely another program connects as {_clientId}: each program that reads needs a Session or ClientId of its own. The broker's log says more.");

    public BrokerRefusedException TakenOver() =>
        new($"Another program has connected to {Address} as {_clientId}. Each program that reads needs a Session or ClientId of its own.") { Reason = BrokerRefusalReason.SessionTakenOver };

    private static BrokerRefusalReason ReasonOf(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.NotAuthorized => BrokerRefusalReason.NotAuthorized,
        MqttClientConnectResultCode.Banned => BrokerRefusalReason.Banned,
        _ => BrokerRefusalReason.BadCredentials,
    };

    private string WhoText() => (_options.UserName ?? Address.UserName) is { } user ? $"user {user}" : "a client without user name";
}
