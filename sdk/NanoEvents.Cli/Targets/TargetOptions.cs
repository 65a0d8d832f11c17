namespace NanoEvents.Cli.Targets;

/// <summary>What was given about a target.</summary>
/// <param name="Address">Its address.</param>
internal sealed record TargetOptions(string Address)
{
    public string? Password { get; init; }

    public string? CaFile { get; init; }

    /// <summary>The certificate to show: PEM, or .pfx with its key.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's key, if it is in a separate file.</summary>
    public string? KeyFile { get; init; }

    public int MaxLength { get; init; }

    /// <summary>Where the bridge keeps how far each device is, for a target that cannot be read back.</summary>
    public string? MarksFile { get; init; }

    /// <summary>Whether the user has named that file.</summary>
    public bool HasMarksFile { get; init; }

    /// <summary>The text of the file with the keys that sign webhooks; null if none was given.</summary>
    public string? Secrets { get; init; }

    /// <summary>How many events a webhook carries at most.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Where webhooks that are refused go; null for beside the marks.</summary>
    public string? DeadLettersFile { get; init; }

    /// <summary>Whether a webhook may go to another machine without TLS.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether a webhook may go to a private address.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>How to log in, such as <c>plain</c>; null for the target's own way.</summary>
    public string? Login { get; init; }

    /// <summary>The address that issues tokens; for a login with tokens.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary>What the token is for.</summary>
    public string? Scope { get; init; }

    /// <summary>Event Hubs: the tenant of the client in Entra ID, who stands before the host.</summary>
    public string? Tenant { get; init; }

    /// <summary>Event Hubs: the consumer group to read with; null for the usual one.</summary>
    public string? ConsumerGroup { get; init; }

    /// <summary>Home Assistant: the areas of devices, by their names.</summary>
    public IReadOnlyDictionary<string, string> Areas { get; init; } = new Dictionary<string, string>();

    /// <summary>Reading: the group to join.</summary>
    public string? Group { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(TargetOptions);
}
