using MQTTnet;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Simulate;

/// <summary>TLS of the simulated device, with the checks and messages of the SDK.</summary>
internal sealed class LinkSecurity(TlsPeer peer) : ILinkSecurity
{
    public bool MayPass { get; private set; } = true;

    public void Apply(MqttClientTlsOptionsBuilder tls) => peer.Apply(tls);

    public async Task<string?> ExplainAsync(Exception e, CancellationToken cancellationToken)
    {
        TlsTrouble? trouble = await peer.FindAsync(e, cancellationToken);
        MayPass = trouble?.MayPass ?? true;
        return trouble?.ToString();
    }
}
