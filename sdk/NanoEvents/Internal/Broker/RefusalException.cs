namespace NanoEvents;

/// <summary>
/// The broker is there and says no. Before the first success that ends the reading; after it, it may pass, as when a broker that restarts has not
/// got its users yet.
/// </summary>
/// <param name="text">What it refuses and what to do, after "the broker".</param>
internal sealed class RefusalException(string text) : Exception($"it {text}")
{
    /// <summary>For people: what was refused, where, and what to do.</summary>
    public BrokerRefusedException At(BrokerAddress broker) => new($"The broker at {broker} {text}", this);
}
