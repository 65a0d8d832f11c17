using NanoEvents.Benchmarks.EndToEnd;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>Carries what a session of the broker holds to a target.</summary>
internal interface ICarrier
{
    string Name { get; }

    /// <summary>Carries all of it, and returns the events a second, the first tenth left out.</summary>
    Task<double> CarryAsync(Mosquitto broker, string session, int messages);
}
