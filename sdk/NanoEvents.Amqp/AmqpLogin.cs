namespace NanoEvents.Amqp;

/// <summary>How to log in: a mechanism of SASL.</summary>
public enum AmqpLogin
{
    /// <summary>With a user <see cref="Plain"/>; else with a certificate <see cref="External"/>; else <see cref="Anonymous"/>.</summary>
    Automatic,

    /// <summary>User and password. Without TLS others can read them on their way.</summary>
    Plain,

    /// <summary>Nobody in particular.</summary>
    Anonymous,

    /// <summary>Whom the certificate names that is shown in TLS.</summary>
    External,
}
