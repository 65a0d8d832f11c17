using Microsoft.Extensions.Logging;

namespace NanoEvents.Amqp;

/// <summary>How an <see cref="AmqpEventClient"/> reads its queue.</summary>
public sealed record AmqpEventClientOptions : AmqpOptions
{
    /// <summary>How many events the server may send before the first of them is handled, 1 to 10,000.</summary>
    public int Prefetch { get; set; } = 256;

    /// <summary>The most devices that are followed. The client gives out the records of a further device as they come, also those that repeat others.</summary>
    public int MaxDevices { get; set; } = 10_000;

    /// <summary>How long to wait before the second attempt to reach the server; grows to a minute.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the reader logs; null for no log.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    private protected override string? FindOtherProblem() =>
        Prefetch is < 1 or > 10_000 ? "the server may send 1 to 10,000 events before the first is handled (Prefetch)"
        : MaxDevices < 1 ? "the most devices must be at least 1"
        : ReconnectDelay <= TimeSpan.Zero || ReconnectDelay > TimeSpan.FromDays(1) ? "the reconnect delay must be above 0 and at most 1 day"
        : null;
}
