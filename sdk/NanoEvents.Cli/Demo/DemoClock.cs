namespace NanoEvents.Cli.Demo;

/// <summary>The time in the trace, as it is played.</summary>
internal sealed class DemoClock : TimeProvider
{
    /// <summary>Where it is read, once the trace is open.</summary>
    public DemoRun? Run { get; set; }

    public override DateTimeOffset GetUtcNow() => Run?.Now ?? base.GetUtcNow();
}
