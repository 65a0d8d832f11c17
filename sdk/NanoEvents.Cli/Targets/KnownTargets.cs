namespace NanoEvents.Cli.Targets;

/// <summary>The targets of this program: none, unless it is `nanoevents-bridge`, because their clients weigh more than all the rest.</summary>
internal static class KnownTargets
{
    private static readonly List<ITarget> _targets = [];

    /// <summary>The schemes of all addresses, which the tool has.</summary>
    public static IReadOnlyList<string> Schemes { get; } = ["redis", "rediss", "kafka", "kafkas"];

    /// <summary>Adds a target; for the tool.</summary>
    public static void Add(ITarget target) => _targets.Add(target);

    /// <summary>Whether this is the address of a target, and not of a broker.</summary>
    public static bool Has(string address) => Schemes.Contains(SchemeOf(address));

    /// <summary>Finds the target; null if it is the tool that has it.</summary>
    public static ITarget? Find(string address) => _targets.Find(target => target.Schemes.Contains(SchemeOf(address)));

    private static string SchemeOf(string address) => address.Split("://", 2) is [var scheme, _] ? scheme.ToLowerInvariant() : "";
}
