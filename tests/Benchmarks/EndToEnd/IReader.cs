namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>Somebody who reads batches from the broker with a session of his own.</summary>
internal interface IReader
{
    string Name { get; }

    /// <summary>Lets the broker keep what comes from now on.</summary>
    Task SubscribeAsync(Mosquitto broker, string session);

    /// <summary>Takes what the broker has kept, all of it.</summary>
    Task<Drain> DrainAsync(Mosquitto broker, string session, int messages);
}
