using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Screen;

/// <summary>What the screen shows beside the events.</summary>
/// <param name="What">What is played.</param>
/// <param name="Sources">The sources of the device, in the order in which they are shown.</param>
/// <param name="Broker">The broker's address.</param>
/// <param name="Now">The time in what is played; null before it begins.</param>
/// <param name="AwaySince">When the broker went away; null while it is there.</param>
/// <param name="Waiting">How many events wait in the device.</param>
/// <param name="Outages">The times at which the broker was away.</param>
/// <param name="Summary">The counters.</param>
internal sealed record DemoStatus(
    string What, IReadOnlyList<(string Name, SourceType Type)> Sources, string Broker, DateTimeOffset? Now, DateTimeOffset? AwaySince, int Waiting, IReadOnlyList<Outage> Outages, DemoSummary Summary)
{
    /// <summary>The page in the browser; null if there is none.</summary>
    public Uri? Page { get; init; }
}

/// <summary>A time at which the broker was away, and how many events waited in the device at its end.</summary>
internal readonly record struct Outage(DateTimeOffset From, DateTimeOffset Until, int Kept);
