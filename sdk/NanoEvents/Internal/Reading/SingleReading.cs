using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>Gives out events one by one, straight from the timelines. Asking for the next one says that the one before is handled, also after a cancellation.</summary>
internal sealed class SingleReading(EventReading reading) : IReading<NanoEvent>
{
    /// <inheritdoc/>
    public EventReading Wire => reading;

    /// <inheritdoc/>
    public void Start() => reading.Start();

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out NanoEvent e) => reading.TryTake(out e);

    /// <inheritdoc/>
    public ValueTask AdvanceAsync(CancellationToken cancellationToken) => reading.AdvanceAsync(cancellationToken);

    public ValueTask DisposeAsync() => reading.DisposeAsync();
}
