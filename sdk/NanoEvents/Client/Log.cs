using Microsoft.Extensions.Logging;

namespace NanoEvents;

/// <summary>What the client logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Remark}")]
    public static partial void Connected(ILogger logger, string remark);

    [LoggerMessage(2, LogLevel.Warning, "{Remark}")]
    public static partial void Waiting(ILogger logger, string remark);

    [LoggerMessage(3, LogLevel.Warning, "{Remark}")]
    public static partial void Ignored(ILogger logger, string remark);
}
