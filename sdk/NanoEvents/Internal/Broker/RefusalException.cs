namespace NanoEvents;

/// <summary>
/// The broker refuses. Before the first success, this ends the reading. Later it may be temporary, for example if a broker has restarted and does not
/// have its users yet.
/// </summary>
/// <param name="reason">Why, for code.</param>
/// <param name="text">The refusal and what to do, as the rest of a sentence after "the broker".</param>
internal sealed class RefusalException(BrokerRefusalReason reason, string text) : Exception($"it {text}")
{
    /// <summary>For people: what was refused, where, and what to do.</summary>
    public BrokerRefusedException At(BrokerAddress broker) => new($"The broker at {broker} {text}", this) { Reason = reason };
}

/// <summary>The broker does not support the MQTT version that was tried.</summary>
internal sealed class VersionRefusedException : Exception
{
    public VersionRefusedException()
        : base("it refuses this version of MQTT")
    {
    }
}
