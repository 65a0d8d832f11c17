using Microsoft.Extensions.Logging;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>The log messages of a receiver.</summary>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Warning, "A request to {Path} was answered with {Status}: {Problem}")]
    public static partial void Refused(ILogger logger, string path, int status, string problem);

    [LoggerMessage(31, LogLevel.Error, "The {Kind} event {Sequence} of {Device} was not handled; it is given to the handler again with the next request of this device")]
    public static partial void NotHandled(ILogger logger, Exception problem, EventKind kind, string device, uint? sequence);

    [LoggerMessage(32, LogLevel.Error, "The handler's checkpoints could not be loaded; it is asked again with the next request")]
    public static partial void NotLoaded(ILogger logger, Exception problem);

    [LoggerMessage(33, LogLevel.Warning, "{Device} is forgotten, because there are more than {MaxDevices} devices: what is sent again of it can come twice. Raise MaxDevices")]
    public static partial void Forgotten(ILogger logger, string device, int maxDevices);
}
