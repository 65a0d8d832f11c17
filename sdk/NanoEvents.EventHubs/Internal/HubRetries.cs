using Azure.Messaging.EventHubs;

namespace NanoEvents.EventHubs;

/// <summary>
/// The client library does not try again by itself: after a write whose outcome is not known, the end of the hub is read before anything is written again.
/// </summary>
internal static class HubRetries
{
    public static EventHubsRetryOptions None(TimeSpan timeout) => new() { MaximumRetries = 0, TryTimeout = timeout };
}
