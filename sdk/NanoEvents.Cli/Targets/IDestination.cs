namespace NanoEvents.Cli.Targets;

/// <summary>A kind of place that a bridge writes to, found by the scheme of its address.</summary>
internal interface IDestination
{
    /// <summary>The schemes of its addresses, without <c>://</c>.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>Whether it cannot be read back, so that a file says how far each device is.</summary>
    bool NeedsMarksFile => false;

    /// <summary>What is wrong with these options, as one line; null if nothing is.</summary>
    string? FindProblem(TargetOptions options);

    /// <summary>The address without secrets.</summary>
    string NameOf(TargetOptions options);

    /// <summary>Lines that say what would be written where; the last ones show this event.</summary>
    IEnumerable<string> Describe(TargetOptions options, NanoEvent example);
}
