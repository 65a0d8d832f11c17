namespace NanoEvents;

/// <summary>The broker is there and says no, or is not the one that it should be: trying again would not help.</summary>
public sealed class BrokerRefusedException : Exception
{
    /// <summary>Makes one without a message.</summary>
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
}
