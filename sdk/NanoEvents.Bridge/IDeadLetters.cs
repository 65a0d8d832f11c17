namespace NanoEvents.Bridge;

/// <summary>Where a bridge puts what it cannot deliver, so that nothing disappears. A sink may implement it, too.</summary>
public interface IDeadLetters
{
    /// <summary>Stores a letter. The bridge acknowledges the message only afterwards. After a crash a letter may come again.</summary>
    /// <param name="letter">What could not be delivered, and why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that ends when the letter is durable.</returns>
    Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken);
}
