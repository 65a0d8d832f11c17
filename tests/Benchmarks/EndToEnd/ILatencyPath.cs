namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>A way for one event from its cause to the code that wants it.</summary>
internal interface ILatencyPath : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Causes one event.</summary>
    /// <returns>The <see cref="System.Diagnostics.Stopwatch"/>'s time when the code had it.</returns>
    Task<long> SendAsync();

    /// <summary>Waits until the sender is done with it.</summary>
    Task RestAsync();
}
