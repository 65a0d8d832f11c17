using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents;

/// <summary>Brings notices to the log and to the listeners, and keeps lasting ones.</summary>
internal sealed class Notices(ILoggerFactory? loggers)
{
    private readonly ILogger _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("NanoEvents.EventClient");
    private readonly Lock _lock = new();
    private readonly Dictionary<(object Owner, Concern About), string> _lasting = [];

    public event Action<Notice>? Made;

    /// <summary>The present warnings.</summary>
    public IReadOnlyList<string> Lasting
    {
        get
        {
            lock (_lock)
            {
                return [.. _lasting.Values.Distinct().Order(StringComparer.Ordinal)];
            }
        }
    }

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

    /// <summary>A warning that is reported once.</summary>
    public void Warn(string text)
    {
        Log.Noticed(_logger, text);
        Make(NoticeKind.Warning, text);
    }

    /// <summary>A lasting warning, until it is withdrawn with null. It is reported once.</summary>
    public void Warn(object owner, Concern about, string? text)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = text is not null && !_lasting.ContainsValue(text);
            if (text is null)
            {
                _lasting.Remove((owner, about));
            }
            else
            {
                _lasting[(owner, about)] = text;
            }
        }

        if (isNew)
        {
            Warn(text!);
        }
    }

    /// <summary>Withdraws the warnings of this connection.</summary>
    public void Forget(object owner)
    {
        foreach (Concern about in Enum.GetValues<Concern>())
        {
            Warn(owner, about, null);
        }
    }

    private void Make(NoticeKind kind, string text) => Made?.Invoke(new Notice(kind, text));
}

/// <summary>The topics of lasting warnings.</summary>
internal enum Concern
{
    Certificate,
    Quality,
    Retained,
    SessionExpiry,
    ClientId,
}
