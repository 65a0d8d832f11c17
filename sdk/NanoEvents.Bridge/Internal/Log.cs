using Microsoft.Extensions.Logging;

namespace NanoEvents.Bridge;

/// <summary>The log messages of a bridge.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 20, Message = "{Text}")]
    public static partial void Of(ILogger logger, LogLevel level, string text);
}
