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

    public void TooManyDevices(string device) => Of(new Notice(
        NoticeKind.TooManyDevices, $"There are more devices than MaxDevices: the events of {device} are lost. Raise it, or look for names that somebody has made up."));

    public void NoLongerFollowed(string device, string instead) => Of(new Notice(
        NoticeKind.TooManyDevices, $"There are more devices than MaxDevices: {device}, of which nothing comes, is no longer followed; {instead} is instead"));

    /// <summary>Brings a notice of a timeline.</summary>
    public void Of(Notice notice)
    {
        Log.Noticed(_logger, notice.Text);
        Make(notice.Kind, notice.Text);
    }

    private void Make(NoticeKind kind, string text) => Made?.Invoke(new Notice(kind, text));
}
