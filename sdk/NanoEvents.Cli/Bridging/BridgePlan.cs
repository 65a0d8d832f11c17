using System.Security.Cryptography;
using System.Text;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Bridging;

/// <summary>One bridge: from where, and to where.</summary>
internal sealed record BridgePlan
{
    /// <summary>The most events that a bridge has on their way.</summary>
    public const int MostEventsInFlight = MostInFlight * NanoEvents.Protocol.BatchFormat.MaxEvents;

    private const int MostInFlight = 256;

    /// <param name="broker">From where. Without a session it gets one.</param>
    /// <param name="target">To what kind of place.</param>
    /// <param name="to">To which one.</param>
    public BridgePlan(EventClientOptions broker, IDestination target, TargetOptions to)
    {
        Target = target;
        To = to;
        Name = target.NameOf(to);
        BrokerName = BrokerAddress.TryParse(broker.Broker, out BrokerAddress? address, out _) ? address.ToString() : "?";

        // At one Home Assistant, the bridges of two brokers stand side by side.
        string key = target is HomeAssistantTarget ? $"{Name} {BrokerName} {broker.TopicPrefix}" : target.KeyOf(to);
        Broker = broker with { Session = broker.Session ?? SessionFor(key) };
    }

    public EventClientOptions Broker { get; }

    public IDestination Target { get; }

    public TargetOptions To { get; }

    /// <summary>The target without secrets.</summary>
    public string Name { get; }

    /// <summary>The broker without secrets.</summary>
    public string BrokerName { get; }

    /// <summary>The broker's options, with room for many writes that are on their way.</summary>
    public EventClientOptions Reading => Broker with { ReceiveMaximum = MostInFlight };

    /// <summary>What the target and the broker make impossible together; null if nothing.</summary>
    public string? FindProblem() => Target is HomeAssistantTarget ? HomeAssistantTarget.Of(To, Broker).FindProblem() : null;

    /// <inheritdoc/>
    public override string ToString() => Name;

    // The same at each start, and another one for another target.
    private static string SessionFor(string key) => $"bridge-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))[..6])}";
}
