using MQTTnet;
using MQTTnet.Formatter;

namespace NanoEvents;

/// <summary>What the broker has said while a connection was opened.</summary>
internal sealed record BrokerAnswer
{
    /// <summary>Whether it has kept a session of ours.</summary>
    public bool HasSession { get; init; }

    /// <summary>Whether it acknowledges events, as it was asked to: it grants QoS 1.</summary>
    public bool GrantsQuality { get; init; } = true;

    /// <summary>Whether it retains messages; true where it has not said.</summary>
    public bool Retains { get; init; } = true;

    /// <summary>For how long it keeps the session, where it has said so.</summary>
    public TimeSpan? SessionExpiry { get; init; }

    /// <summary>Subscriptions of an older reading that it was told to forget, and had.</summary>
    public IReadOnlyList<string> TakenBack { get; init; } = [];

    /// <summary>The broker's certificate; null without TLS.</summary>
    public TlsExpiry? Certificate { get; init; }

    public static BrokerAnswer Of(MqttClientConnectResult result, MqttProtocolVersion version, TlsExpiry? certificate) => new()
    {
        HasSession = result.IsSessionPresent,
        Retains = version < MqttProtocolVersion.V500 || result.RetainAvailable,
        SessionExpiry = result.SessionExpiryInterval is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Certificate = certificate,
    };
}
