using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>The settings of a connection, and the meaning of the broker's answer.</summary>
internal sealed record ConnectionSettings
{
    private const int TimeoutSeconds = 10;
    private const uint LargestPacket = 64 * 1024;

    // The client's own 8 KB hold few batches: the broker would wait for the reader after each handful.
    private const int SocketBytes = 128 * 1024;

    // What MQTT 3.1 brokers answer to a newer version, as MQTTnet passes it on.
    private const int UnacceptableVersion = 1;

    private readonly string _random = Guid.NewGuid().ToString("N")[..12];

    public required BrokerAddress Address { get; init; }

    /// <summary>Certificates and keys; used if the address says TLS.</summary>
    public required TlsFiles Tls { get; init; }

    /// <summary>The user, instead of the one in the address.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, instead of the one in the address.</summary>
    public string? Password { get; init; }

    /// <summary>The only device; null for all.</summary>
    public string? Device { get; init; }

    /// <summary>The topic levels before the root; null for none.</summary>
    public string? Prefix { get; init; }

    /// <summary>The quality of service requested for events.</summary>
    public MqttQualityOfServiceLevel EventQuality { get; init; }

    /// <summary>The name under which the broker keeps messages between two connections; null for none.</summary>
    public string? Session { get; init; }

    public TimeSpan SessionExpiry { get; init; }

    /// <summary>Whether an earlier run has handled events, so that the broker should know its session.</summary>
    public bool HasRunBefore { get; init; }

    /// <summary>The client id that was asked for; null for one made of the session, or a random one.</summary>
    public string? ClientId { get; init; }

    public TimeSpan KeepAlive { get; init; }

    /// <summary>How many unacknowledged messages the broker may send.</summary>
    public int ReceiveMaximum { get; init; }

    /// <summary>How long to wait before the second attempt to reach the broker.</summary>
    public TimeSpan ReconnectDelay { get; init; }

    /// <summary>To how much that grows.</summary>
    public TimeSpan LongestReconnectDelay { get; init; } = TimeSpan.FromMinutes(1);

    public required TimeProvider Time { get; init; }

    /// <summary>Whether the broker keeps messages between two connections.</summary>
    public bool KeepsSession => Session is not null && SessionExpiry > TimeSpan.Zero;

    private string UsedClientId => ClientId ?? $"nanoevents-{Session ?? _random}";

    /// <summary>Where the broker is: settings contain passwords.</summary>
    public override string ToString() => Address.ToString();

    /// <summary>The topic of the device, or of all, to subscribe to.</summary>
    public string TopicOf(string part) => Topics.Of(Device ?? Topics.AnyDeviceUnder(Prefix), part);

    /// <summary>For one connection; null without TLS.</summary>
    public TlsPeer? NewPeer() => Address.UseTls ? new TlsPeer(Address.Host, Address.Port, Tls, Time) : null;

    public MqttClientOptions ToOptions(MqttProtocolVersion version, TlsPeer? peer)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(Address.Host, Address.Port)
            .WithProtocolVersion(version)
            .WithClientId(UsedClientId)
            .WithCleanStart(Session is null)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(TimeSpan.FromSeconds(TimeoutSeconds));
        if (peer is not null)
        {
            builder.WithTlsOptions(peer.Apply);
        }

        if (version == MqttProtocolVersion.V500)
        {
            builder.WithReceiveMaximum((ushort)ReceiveMaximum).WithMaximumPacketSize(LargestPacket)
                .WithSessionExpiryInterval(Session is null ? 0 : (uint)SessionExpiry.TotalSeconds);
        }

        if ((UserName ?? Address.UserName) is { } user)
        {
            builder.WithCredentials(user, Password ?? Address.Password);
        }

        MqttClientOptions options = builder.Build();
        ((MqttClientTcpOptions)options.ChannelOptions).BufferSize = SocketBytes;
        return options;
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
                throw new RefusalException(BrokerRefusalReason.BadClientId, $"refuses the client id {UsedClientId}. Set another ClientId or Session; a broker of MQTT 3.1.1 may also mean that KeepAlive is too long for it.");
            default:
                throw new IOException($"it answers {result.ResultCode}");
        }
    }

    public static RefusalException Refused(MqttClientSubscribeResultItem item) => item.ResultCode == MqttClientSubscribeResultCode.QuotaExceeded
        ? new(BrokerRefusalReason.QuotaExceeded, $"has no room for the subscription to {item.TopicFilter.Topic} ({item.ResultCode}). Raise its limit.")
        : new(BrokerRefusalReason.SubscriptionRefused, $"does not let this user read {item.TopicFilter.Topic} ({item.ResultCode}). Let it, in the broker's access list.");

    /// <summary>Why a broker may close each connection soon after it has opened.</summary>
    public string FlappingText() => $"it has closed {Flapping.Enough} connections or more within seconds. " + (ClientId is null && Session is null
        ? "Its log may say why."
        : $"Most likely another program connects as {UsedClientId}: each program that reads needs a Session or ClientId of its own. The broker's log says more.");

    public BrokerRefusedException TakenOver() =>
        new($"Another program has connected to {Address} as {UsedClientId}. Each program that reads needs a Session or ClientId of its own.") { Reason = BrokerRefusalReason.SessionTakenOver };

    private static BrokerRefusalReason ReasonOf(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.NotAuthorized => BrokerRefusalReason.NotAuthorized,
        MqttClientConnectResultCode.Banned => BrokerRefusalReason.Banned,
        _ => BrokerRefusalReason.BadCredentials,
    };

    private string WhoText() => (UserName ?? Address.UserName) is { } user ? $"user {user}" : "a client without user name";
}
