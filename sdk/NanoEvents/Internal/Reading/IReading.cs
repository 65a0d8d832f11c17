using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>What a loop reads: events, states, or whatever else is made of the messages. One loop serves them all, see <see cref="EventClient"/>.</summary>
/// <typeparam name="T">What it gives.</typeparam>
internal interface IReading<T> : IAsyncDisposable
{
    /// <summary>The messages and devices below it.</summary>
    EventReading Wire { get; }

    /// <summary>Begins to connect.</summary>
    void Start();

    /// <summary>Takes the next item. False if something must be done before there can be one: <see cref="AdvanceAsync"/>.</summary>
    bool TryTake([MaybeNullWhen(false)] out T item);

    /// <summary>Does what comes before the next item: acknowledges what has been handled, or waits for a message.</summary>
    ValueTask AdvanceAsync(CancellationToken cancellationToken);
}
