using Microsoft.Extensions.Logging;

namespace NanoEvents;

/// <summary>What the client logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected to the broker at {Broker}")]
    public static partial void Connected(ILogger logger, BrokerAddress broker);

    [LoggerMessage(2, LogLevel.Warning, "Waiting for the broker at {Broker}: {Problem}")]
    public static partial void Waiting(ILogger logger, BrokerAddress broker, string problem);

    [LoggerMessage(3, LogLevel.Warning, "Left out a message of {Device}: {Problem}")]
    public static partial void Undecoded(ILogger logger, string device, string problem);

    [LoggerMessage(4, LogLevel.Warning, "Left out a message of {What}")]
    public static partial void Ignored(ILogger logger, string what);

    [LoggerMessage(5, LogLevel.Warning, "{Notice}")]
    public static partial void Noticed(ILogger logger, string notice);
}
