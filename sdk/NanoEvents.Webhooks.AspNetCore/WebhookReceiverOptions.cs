namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>What a receiver of webhooks takes.</summary>
public sealed record WebhookReceiverOptions
{
    /// <summary>The keys that may sign: one of them is enough. Name the old one beside the new one while you change it.</summary>
    public IReadOnlyCollection<WebhookKey> Keys { get; set; } = [];

    /// <summary>How old a signature may be, and how far the sender's clock may be ahead. An older request is refused, so a copy of it is of no use later.</summary>
    public TimeSpan Tolerance { get; set; } = WebhookSignature.DefaultTolerance;

    /// <summary>The largest body, in bytes: 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a body may take to arrive.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests may be inside at the same time. With <see cref="MaxBodyBytes"/> it limits the memory; a further request gets status 503.</summary>
    public int MaxRequests { get; set; } = 64;

    /// <summary>
    /// How many devices the handler is called for at the same time. With 1, the default, it gets one event after another, as from a broker. The events of
    /// one device always come one after another.
    /// </summary>
    public int MaxDevicesAtOnce { get; set; } = 1;

    /// <summary>
    /// Of how many devices the receiver knows what came. With more, it forgets the one of which nothing has come for the longest time: what is sent again
    /// of that device can come twice.
    /// </summary>
    public int MaxDevices { get; set; } = 10_000;

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        Keys.Count == 0 ? "a receiver of webhooks needs a key"
        : Tolerance < TimeSpan.FromSeconds(1) ? "the tolerance must be at least 1 s"
        : MaxBodyBytes < 1 ? "the largest body must be at least 1 byte"
        : BodyTimeout <= TimeSpan.Zero || BodyTimeout.TotalMilliseconds > int.MaxValue ? "the time for a body must be more than 0 s and less than 24 days"
        : MaxRequests < 1 ? "the most requests must be at least 1"
        : MaxDevicesAtOnce < 1 ? "the most devices at once must be at least 1"
        : MaxDevices < 1 ? "the most devices must be at least 1"
        : null;
}
