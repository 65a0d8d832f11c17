using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents;

/// <summary>Brings notices to the log and to whoever listens.</summary>
internal sealed class Notices(ILoggerFactory? loggers)
{
    private readonly ILogger _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("NanoEvents.EventClient");

    public event Action<Notice>? Made;

    public void Connected(BrokerAddress broker)
    {
        Log.Connected(_logger, broker);
        Make(NoticeKind.Connected, $"Connected to the broker at {broker}");
    }

    public void Waiting(BrokerAddress broker, string problem)
    {
        Log.Waiting(_logger, broker, problem);
        Make(NoticeKind.Waiting, $"Waiting for the broker at {broker}: {problem}");
    }

    public void Ignored(string device, string problem)
    {
        Log.Undecoded(_logger, device, problem);
        Make(NoticeKind.Ignored, $"Left out a message of {device}: {problem}");
    }

    public void Ignored(string what)
    {
        Log.Ignored(_logger, what);
        Make(NoticeKind.Ignored, $"Left out a message of {what}");
    }

    private void Make(NoticeKind kind, string text) => Made?.Invoke(new Notice(kind, text));
}
