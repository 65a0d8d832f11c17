namespace NanoEvents.Cli.Targets;

/// <summary>A kind of place that a bridge keeps events in, and from which readers read them back.</summary>
internal interface ITarget : ISinkTarget
{
    /// <summary>Opens the target for a reader.</summary>
    IEventClient OpenClient(TargetOptions options);
}
