using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents;

/// <summary>Brings remarks to the log and to whoever listens.</summary>
internal sealed class Remarks(ILoggerFactory? loggers)
{
    private readonly ILogger _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("NanoEvents.EventClient");

    public event Action<Remark>? Made;

    public void Connected(BrokerAddress broker)
    {
        Log.Connected(_logger, broker);
        Make(RemarkKind.Connected, $"Connected to the broker at {broker}");
    }

    public void Waiting(BrokerAddress broker, string problem)
    {
        Log.Waiting(_logger, broker, problem);
        Make(RemarkKind.Waiting, $"Waiting for the broker at {broker}: {problem}");
    }

    public void Ignored(string device, string problem)
    {
        Log.Undecoded(_logger, device, problem);
        Make(RemarkKind.Ignored, $"Left out a message of {device}: {problem}");
    }

    public void Ignored(string what)
    {
        Log.Ignored(_logger, what);
        Make(RemarkKind.Ignored, $"Left out a message of {what}");
    }

    private void Make(RemarkKind kind, string text) => Made?.Invoke(new Remark(kind, text));
}
