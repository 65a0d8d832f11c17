using MQTTnet;

namespace NanoEvents.Simulator;

/// <summary>TLS of one connection, which the program around the simulator provides: whom to trust, what to show, and what a failure means.</summary>
public interface ILinkSecurity
{
    /// <summary>Sets TLS up.</summary>
    void Apply(MqttClientTlsOptionsBuilder tls);

    /// <summary>What is wrong, where it is about TLS, and what to do; else null.</summary>
    /// <param name="e">Why the connection has not opened.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    Task<string?> ExplainAsync(Exception e, CancellationToken cancellationToken);

    /// <summary>Whether what was explained may pass by itself.</summary>
    bool MayPass { get; }
}
