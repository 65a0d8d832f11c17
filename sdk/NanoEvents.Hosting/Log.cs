using Microsoft.Extensions.Logging;

namespace NanoEvents.Hosting;

/// <summary>The log messages of the hosted handler.</summary>
internal static partial class Log
{
    [LoggerMessage(10, LogLevel.Error, "The {Kind} event {Sequence} of {Device} was not handled; it is given to the handler again in {Wait}")]
    public static partial void NotHandled(ILogger logger, Exception problem, EventKind kind, string device, uint? sequence, TimeSpan wait);
}
