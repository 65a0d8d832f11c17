namespace NanoEvents;

/// <summary>The broker refuses this client, or shows a wrong certificate. A retry would not help.</summary>
public sealed class BrokerRefusedException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public BrokerRefusedException()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What was refused, where, and what to do.</param>
    public BrokerRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What was refused, where, and what to do.</param>
    /// <param name="innerException">What led to it.</param>
    public BrokerRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Why, for code; the message is for people.</summary>
    public BrokerRefusalReason Reason { get; init; }
}
