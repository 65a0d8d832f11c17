namespace NanoEvents.Kafka;

/// <summary>How a client logs in at Kafka (SASL).</summary>
public enum KafkaLogin
{
    /// <summary>User and password as they are (PLAIN). Use it with TLS only. Azure Event Hubs takes this one.</summary>
    Plain,

    /// <summary>User and password, which do not travel (SCRAM-SHA-256).</summary>
    ScramSha256,

    /// <summary>User and password, which do not travel (SCRAM-SHA-512).</summary>
    ScramSha512,

    /// <summary>A token that an authorization server issues for a client id and a secret (OAUTHBEARER with client credentials).</summary>
    OAuthBearer,
}
