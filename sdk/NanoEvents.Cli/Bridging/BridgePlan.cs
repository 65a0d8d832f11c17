using System.Security.Cryptography;
using System.Text;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Bridging;

/// <summary>One bridge: from where, and to where.</summary>
internal sealed record BridgePlan(EventClientOptions Broker, ITarget Target, TargetOptions To)
{
    /// <summary>The most events that a bridge has on their way.</summary>
    public const int MostEventsInFlight = MostInFlight * NanoEvents.Protocol.BatchFormat.MaxEvents;

    private const int MostInFlight = 256;

    /// <summary>The target without secrets.</summary>
    public string Name { get; } = Target.NameOf(To);

    /// <summary>The broker without secrets.</summary>
    public string BrokerName { get; } = BrokerAddress.TryParse(Broker.Broker, out BrokerAddress? address, out _) ? address.ToString() : "?";

    /// <summary>The session of a target: the same at each start, and another one for another target.</summary>
    public static string SessionFor(string name) => $"bridge-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))[..6])}";

    /// <summary>The broker's options, with room for many writes that are on their way.</summary>
    public EventClientOptions Reading { get; } = Broker with { ReceiveMaximum = MostInFlight };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
