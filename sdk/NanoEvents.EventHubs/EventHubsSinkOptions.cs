namespace NanoEvents.EventHubs;

/// <summary>How an <see cref="EventHubsEventSink"/> reaches its hub.</summary>
public sealed record EventHubsSinkOptions : EventHubsOptions
{
    private const string Dead = ".dead";

    /// <summary>
    /// How long Event Hubs may take to confirm a batch, 1 second to 1 day. After that the write fails, and the bridge reads the end of the hub before it
    /// writes again. The time includes the pauses that Event Hubs asks for when it throttles.
    /// </summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromMinutes(1);

    internal string DeadLetterHub => Target.Hub + Dead;

    private protected override string? FindOtherProblem() =>
        WriteTimeout < TimeSpan.FromSeconds(1) || WriteTimeout > TimeSpan.FromDays(1) ? "the write timeout must be 1 second to 1 day"
        : DeadLetterHub.Length > EventHubsAddress.MaxHub ? $"a hub to write to has a name of at most {EventHubsAddress.MaxHub - Dead.Length} characters, because its dead letters go to the hub with {Dead} after it"
        : null;
}
