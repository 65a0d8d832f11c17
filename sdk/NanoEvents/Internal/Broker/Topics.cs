using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The three topics of a device.</summary>
internal static class Topics
{
    public const string Root = TopicFormat.Root;
    public const string AnyDevice = "+";
    public const string Events = TopicFormat.Events;
    public const string State = TopicFormat.State;
    public const string Status = TopicFormat.Status;

    public static string Of(string device, string part) => $"{Root}/{device}/{part}";

    /// <summary>Splits a topic. Where it is one of ours with a device name that cannot be, the name is null.</summary>
    public static MessageKind Parse(string topic, out string? device)
    {
        device = null;
        int first = topic.IndexOf('/');
        int last = topic.LastIndexOf('/');
        if (first != Root.Length || last <= first || !topic.StartsWith(Root, StringComparison.Ordinal))
        {
            return MessageKind.Other;
        }

        ReadOnlySpan<char> name = topic.AsSpan(first + 1, last - first - 1);
        device = DeviceName.IsValid(name) ? name.ToString() : null;
        return topic.AsSpan(last + 1) switch
        {
            Events => MessageKind.Events,
            State => MessageKind.State,
            Status => MessageKind.Status,
            _ => MessageKind.Other,
        };
    }
}
