using NanoEvents.Bridge;

namespace NanoEvents.Cli.Targets;

/// <summary>A kind of place that a bridge keeps events in, and from which readers read them back.</summary>
internal interface ITarget : IDestination
{
    /// <summary>Opens the target for a bridge.</summary>
    IEventSink OpenSink(TargetOptions options);

    /// <summary>Opens the target for a reader.</summary>
    IEventClient OpenClient(TargetOptions options);
}
