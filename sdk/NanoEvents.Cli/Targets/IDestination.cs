namespace NanoEvents.Cli.Targets;

/// <summary>A kind of place that a bridge writes to, found by the scheme of its address.</summary>
internal interface IDestination
{
    /// <summary>The schemes of its addresses, without <c>://</c>.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>Whether it cannot be read back, so that a file says how far each device is.</summary>
    bool NeedsMarksFile => false;

    /// <summary>Whether it is a receiver of webhooks, and takes their options.</summary>
    bool IsWebhook => false;

    /// <summary>Whether it takes a certificate of ours.</summary>
    bool TakesCertificate => false;

    /// <summary>What is wrong with these options, as one line; null if nothing is.</summary>
    string? FindProblem(TargetOptions options);

    /// <summary>The address without secrets.</summary>
    string NameOf(TargetOptions options);

    /// <summary>What the session at the broker is named after: the same at each start, and another one for another target. It is never shown.</summary>
    string KeyOf(TargetOptions options) => NameOf(options);

    /// <summary>Lines that say what would be written where; the last ones show this event.</summary>
    IEnumerable<string> Describe(TargetOptions options, NanoEvent example);
}
