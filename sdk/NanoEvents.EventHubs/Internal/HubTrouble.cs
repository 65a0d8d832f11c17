using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Azure.Messaging.EventHubs;

namespace NanoEvents.EventHubs;

/// <summary>What went wrong at a hub, as one line for people. The messages of the client library are long, and end with addresses of pages.</summary>
internal static class HubTrouble
{
    /// <param name="e">What the client library has thrown.</param>
    /// <param name="options">Where it was.</param>
    /// <param name="hub">At which hub.</param>
    public static string Describe(Exception e, EventHubsOptions options, string hub) => e switch
    {
        UnauthorizedAccessException => Unauthorized(e, hub),
        EventHubsException { Reason: EventHubsException.FailureReason.ResourceNotFound } => $"there is no hub {hub} in {options.Target.HostAndPort}, or it is disabled",
        EventHubsException { Reason: EventHubsException.FailureReason.QuotaExceeded } => $"{hub} is full, or has too many readers: {Line(e)}",
        EventHubsException { Reason: EventHubsException.FailureReason.ServiceBusy } => $"{hub} throttles: {Line(e)}",
        EventHubsException { Reason: EventHubsException.FailureReason.ConsumerDisconnected } =>
            $"another program has the consumer group {options.ConsumerGroup} of {hub} for itself: give this one a group of its own",
        EventHubsException { Reason: EventHubsException.FailureReason.ServiceTimeout } or TimeoutException or OperationCanceledException => $"{options.Target.HostAndPort} does not answer",
        _ when Find<SocketException>(e) is { } socket => $"{options.Target.HostAndPort} cannot be reached: {socket.Message}",
        _ when Find<AuthenticationException>(e) is { } tls => $"TLS with {options.Target.HostAndPort} failed: {Line(tls)}",
        _ => Line(e),
    };

    /// <summary>Whether the hub refuses the login or a right.</summary>
    public static bool IsRefusal(Exception e) => e is UnauthorizedAccessException || Find<AuthenticationException>(e) is not null;

    /// <summary>Whether the hub has not taken it, and asks to try again later.</summary>
    public static bool IsBusy(Exception e) => e is EventHubsException { Reason: EventHubsException.FailureReason.ServiceBusy };

    /// <summary>Whether the login is good, and may not do this.</summary>
    public static bool IsRightMissing(Exception e) => RightOf(e) is not null;

    private static string Unauthorized(Exception e, string hub) => RightOf(e) is { } right
        ? $"{hub} refuses the login: it has no right to {right} there"
        : $"{hub} refuses the login: the key is wrong or was renewed, or has no right there";

    // The service names the right that is missing. Where it names none, the key or its signature is wrong.
    private static string? RightOf(Exception e) =>
        e.Message.Contains("'Send' claim", StringComparison.OrdinalIgnoreCase) ? "send"
        : e.Message.Contains("'Listen' claim", StringComparison.OrdinalIgnoreCase) ? "listen"
        : null;

    private static T? Find<T>(Exception e)
        where T : Exception
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
            {
                return found;
            }
        }

        return null;
    }

    // The first sentences, before the addresses and the numbers for the support.
    private static string Line(Exception e)
    {
        string text = e.Message.ReplaceLineEndings(" ");
        foreach (string end in (string[])["For troubleshooting", "For more information", "To know more", "TrackingId", "Reference:"])
        {
            int at = text.IndexOf(end, StringComparison.OrdinalIgnoreCase);
            text = at > 0 ? text[..at] : text;
        }

        text = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', ' ', '(');
        return text.Length > 300 ? string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 300)}…") : text;
    }
}
