namespace NanoEvents;

/// <summary>Why a broker is not used any further.</summary>
public enum BrokerRefusalReason
{
    /// <summary>None of the reasons below.</summary>
    Other,

    /// <summary>The broker says that the user name, the password or the way of logging in is wrong.</summary>
    BadCredentials,

    /// <summary>The user may not connect. Some brokers also say this about a wrong password.</summary>
    NotAuthorized,

    /// <summary>The broker has banned this client.</summary>
    Banned,

    /// <summary>The broker does not accept the client id.</summary>
    BadClientId,

    /// <summary>The user may not read a topic.</summary>
    SubscriptionRefused,

    /// <summary>The broker has no room for another subscription.</summary>
    QuotaExceeded,

    /// <summary>Another program has connected with the same client id.</summary>
    SessionTakenOver,

    /// <summary>TLS failed: a certificate, on either side, is missing, wrong or not trusted.</summary>
    TlsFailed,
}
