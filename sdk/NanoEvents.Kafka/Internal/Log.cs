using Microsoft.Extensions.Logging;

namespace NanoEvents.Kafka;

/// <summary>What the reader logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    public static partial void Noticed(ILogger logger, string text);
}
