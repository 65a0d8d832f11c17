using NanoEvents.Bridge;

namespace NanoEvents.Cli.Targets;

/// <summary>A kind of place that a bridge writes events to.</summary>
internal interface ISinkTarget : IDestination
{
    /// <summary>Opens the target for a bridge.</summary>
    IEventSink OpenSink(TargetOptions options);
}
