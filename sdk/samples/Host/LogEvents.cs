using Microsoft.Extensions.Logging;
using NanoEvents;
using NanoEvents.Hosting;

namespace Samples;

#region handler
/// <summary>Logs each event. While it throws, it is given the same event again.</summary>
public sealed class LogEvents(ILogger<LogEvents> logger) : IEventHandler
{
    public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken)
    {
        logger.LogInformation("{Event}", e);
        return ValueTask.CompletedTask;
    }
}
#endregion
