using MQTTnet;
using MQTTnet.Formatter;

namespace NanoEvents;

/// <summary>The broker's answer to a new connection.</summary>
internal sealed record BrokerAnswer
{
    /// <summary>Whether it has kept the session.</summary>
    public bool HasSession { get; init; }

    /// <summary>Whether it grants QoS 1, as requested.</summary>
    public bool GrantsQuality { get; init; } = true;

    /// <summary>Whether it retains messages; true if it has not said.</summary>
    public bool Retains { get; init; } = true;

    /// <summary>How long it keeps the session, if it has said so.</summary>
    public TimeSpan? SessionExpiry { get; init; }

    /// <summary>Subscriptions of an older reading that the broker had and has removed.</summary>
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
