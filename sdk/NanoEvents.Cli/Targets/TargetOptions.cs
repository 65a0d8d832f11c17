namespace NanoEvents.Cli.Targets;

/// <summary>What was given about a target.</summary>
/// <param name="Address">Its address.</param>
internal sealed record TargetOptions(string Address)
{
    public string? Password { get; init; }

    public string? CaFile { get; init; }

    public int MaxLength { get; init; }

    /// <summary>Reading: the group to join.</summary>
    public string? Group { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(TargetOptions);
}
