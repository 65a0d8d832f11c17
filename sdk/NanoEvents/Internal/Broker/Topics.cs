using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The four topics of a device. Under a topic prefix <c>site1</c> the device <c>hall</c> is called <c>site1/hall</c>.</summary>
internal static class Topics
{
    public const string Root = TopicFormat.Root;
    public const string AnyDevice = "+";
    public const string Events = TopicFormat.Events;
    public const string State = TopicFormat.State;
    public const string Status = TopicFormat.Status;
    public const string Names = TopicFormat.Names;

    /// <summary>The parts that are read.</summary>
    public static IReadOnlyList<string> Parts { get; } = [Events, State, Names, Status];

    /// <summary>The topic of a device: its prefix, the root, its own name, the part.</summary>
    public static string Of(string device, string part)
    {
        int name = device.LastIndexOf('/') + 1;
        return $"{device.AsSpan(0, name)}{Root}/{device.AsSpan(name)}/{part}";
    }

    /// <summary>Matches all devices under a prefix; null for devices without one.</summary>
    public static string AnyDeviceUnder(string? prefix) => prefix is null ? AnyDevice : $"{prefix}/{AnyDevice}";

    /// <summary>Splits a topic. If the topic is one of ours with an invalid device name, the name is null.</summary>
    public static MessageKind Parse(string topic, out string? device, string? prefix = null)
    {
        device = null;
        int start = 0;
        bool canBe = true;
        if (prefix is not null && !TopicPrefix.TrySkip(topic, prefix, out start, out canBe))
        {
            return MessageKind.Other;
        }

        ReadOnlySpan<char> rest = topic.AsSpan(start);
        int first = rest.IndexOf('/');
        int last = rest.LastIndexOf('/');
        if (first != Root.Length || last <= first || !rest.StartsWith(Root, StringComparison.Ordinal))
        {
            return MessageKind.Other;
        }

        ReadOnlySpan<char> name = rest[(first + 1)..last];
        device = canBe && DeviceName.IsValid(name) ? string.Concat(topic.AsSpan(0, start), name) : null;
        return rest[(last + 1)..] switch
        {
            Events => MessageKind.Events,
            State => MessageKind.State,
            Names => MessageKind.Names,
            Status => MessageKind.Status,
            _ => MessageKind.Other,
        };
    }
}
