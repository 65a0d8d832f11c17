using NanoEvents.Simulator;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Demo;

/// <summary>The faults of a demo, and what it says about them.</summary>
/// <param name="Script">The faults.</param>
/// <param name="Name">The script's name in error messages; null if the demo has only faults of its own.</param>
internal sealed record DemoPlan(FaultScript Script, string? Name)
{
    /// <summary>A demo without faults.</summary>
    public static DemoPlan None { get; } = new(new FaultScript(Random.Shared.Next(), []), null);

    /// <summary>Once in the built-in day the broker goes away for a while.</summary>
    public static DemoPlan Outage { get; } = None with
    {
        Script = None.Script with
        {
            Lines = [new FaultLine((long)BuiltInDay.BrokerGoes.TotalMilliseconds, FaultVerb.BrokerStop), new FaultLine((long)BuiltInDay.BrokerReturns.TotalMilliseconds, FaultVerb.BrokerStart)],
        },
    };

    /// <summary>What is played, for people.</summary>
    public string What { get; init; } = "A day in a flat";

    /// <summary>Whether nobody has given a script.</summary>
    public bool IsPlain => Name == null;

    /// <summary>A line for people.</summary>
    /// <param name="line">The fault.</param>
    /// <param name="waiting">How many events wait in the device.</param>
    public string Describe(FaultLine line, int waiting) => !IsPlain ? FaultScript.Describe(line)
        : line.Verb == FaultVerb.BrokerStop ? $"{BuiltInDay.BrokerGoes:hh\\:mm}  The broker goes away. The device goes on, and keeps its events."
        : $"{BuiltInDay.BrokerReturns:hh\\:mm}  The broker is back. {waiting} events have waited; here they are, with the times at which they happened.";
}
