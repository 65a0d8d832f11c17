using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents;

/// <summary>Brings remarks to the log and to whoever listens.</summary>
internal sealed class Remarks(ILoggerFactory? loggers)
{
    private readonly ILogger _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("NanoEvents.EventClient");

    public event Action<Remark>? Made;

    public void Connected(string text)
    {
        Log.Connected(_logger, text);
        Made?.Invoke(new Remark(RemarkKind.Connected, text));
    }

    public void Waiting(string text)
    {
        Log.Waiting(_logger, text);
        Made?.Invoke(new Remark(RemarkKind.Waiting, text));
    }

    public void Ignored(string text)
    {
        Log.Ignored(_logger, text);
        Made?.Invoke(new Remark(RemarkKind.Ignored, text));
    }
}
