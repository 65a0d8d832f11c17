namespace NanoEvents.Bridge;

/// <summary>Keeps messages and events that a bridge cannot deliver, so that nothing disappears. A sink may implement it, too.</summary>
public interface IDeadLetters
{
    /// <summary>Stores a letter. The bridge acknowledges the message only afterwards. After a crash the bridge may write a letter twice.</summary>
    /// <param name="letter">What could not be delivered, and why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that ends when the letter is durable.</returns>
    Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken);
}
