using MQTTnet;

namespace NanoEvents.Simulator;

/// <summary>
/// TLS of one connection, which the program around the simulator provides: the trusted authorities, the certificate, and the explanation of a
/// failure.
/// </summary>
public interface ILinkSecurity
{
    /// <summary>Sets TLS up.</summary>
    void Apply(MqttClientTlsOptionsBuilder tls);

    /// <summary>The problem and what to do, if it is about TLS; otherwise null.</summary>
    /// <param name="e">Why the connection has not opened.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    Task<string?> ExplainAsync(Exception e, CancellationToken cancellationToken);

    /// <summary>Whether the explained problem may end by itself.</summary>
    bool MayPass { get; }
}
